import { fleschKincaidGrade, fleschReadingEase, readabilityOf, sentencesIn } from "./readability.ts";

function measure(...paragraphs: string[]) {
  const prose = paragraphs.map((text, index) => ({ kind: "paragraph" as const, text, line: index + 1 }));
  return readabilityOf(sentencesIn(prose));
}

// "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature", as it is counted in
// Wikipedia's article on these tests.
const PLATYPUS = { words: 13, sentences: 1, syllables: 24 };

test("Flesch's reading ease is that of the literature", () => {
  expect(fleschReadingEase(PLATYPUS)).toBeCloseTo(37.5, 1);
});

test("Kincaid's grade is that of the literature", () => {
  expect(fleschKincaidGrade(PLATYPUS)).toBeCloseTo(11.3, 1);
});

test("measures a simple sentence", () => {
  expect(measure("The cat sat on the mat.")).toEqual({
    flesch_reading_ease: 116.1,
    flesch_kincaid_grade: -1.4,
    words: 6,
    sentences: 1,
    syllables: 6,
    average_sentence_words: 6,
    reading_minutes: 0,
    language: "en",
  });
});

test("measures paragraphs, each of which ends its last sentence", () => {
  expect(measure("The sun is up. The day is long and it is warm", "We go to the sea.")).toMatchObject({
    sentences: 3,
    words: 17,
    syllables: 17,
    average_sentence_words: 5.7,
  });
});

test("a hard text scores lower than an easy one", () => {
  const easy = measure("We read the book. It is good, and it is short.");
  const hard = measure("Comprehensive documentation necessitates considerable organizational deliberation.");
  expect(hard.flesch_reading_ease).toBeLessThan(easy.flesch_reading_ease ?? 0);
});

test("a number counts as one syllable", () => {
  expect(measure("The answer is 42.").syllables).toBe(5);
});

test("tells the time to read", () => {
  expect(measure("word ".repeat(476)).reading_minutes).toBe(2);
});

test("does not apply formulas for English to other languages", () => {
  expect(
    measure("Der schnelle Fuchs springt über den faulen Hund, und das ist ein ganzer Satz."),
  ).toMatchObject({
    flesch_reading_ease: null,
    flesch_kincaid_grade: null,
    language: "de",
    words: 14,
  });
  expect(measure("สวัสดี").flesch_reading_ease).toBeNull();
});

test("has nothing to measure in an empty text", () => {
  expect(measure()).toEqual({
    flesch_reading_ease: null,
    flesch_kincaid_grade: null,
    words: 0,
    sentences: 0,
    syllables: 0,
    average_sentence_words: 0,
    reading_minutes: 0,
    language: "und",
  });
});
