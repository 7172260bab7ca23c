import { figureLines } from "./figures.ts";

const readability = {
  flesch_reading_ease: 62.5,
  flesch_kincaid_grade: 8,
  words: 1204,
  sentences: 80,
  syllables: 1800,
  average_sentence_words: 15,
  reading_minutes: 5.2,
  language: "en",
};
const structure = {
  headings: [{ depth: 1, text: "A" }],
  paragraphs: 12,
  code_blocks: 3,
  lists: 4,
  links: 20,
  images: 0,
  tables: 1,
};

test("reading on the left, parts on the right", () => {
  expect(figureLines({ quality_score: 91, issue_count: 3, readability, structure })).toEqual([
    "Figures",
    "  quality, of 100           91    headings      1",
    "  issues                     3    paragraphs   12",
    "  reading ease (Flesch)   62.5    lists         4",
    "  school grade (Kincaid)     8    tables        1",
    "  minutes to read          5.2    code blocks   3",
    "  words                   1204    links        20",
    "  sentences                 80    images        0",
  ]);
});

test("what was not measured is none", () => {
  const [, , , ease] = figureLines({ quality_score: 0, issue_count: 0, readability: null, structure: null });
  expect(ease).toBe("  reading ease (Flesch)   none    lists        none");
});
