const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(language: string, granularity: "word" | "sentence"): Intl.Segmenter {
  const key = `${language}/${granularity}`;
  let found = segmenters.get(key);
  if (found === undefined) {
    found = new Intl.Segmenter(language, { granularity });
    segmenters.set(key, found);
  }
  return found;
}

/** A word and where it ends in its text. */
export interface WordAt {
  readonly word: string;
  readonly end: number;
}

/** The words of a text with their places, by the rules of Unicode (UAX #29), which know Thai and Chinese too. */
export function wordsAt(text: string, language = "en"): WordAt[] {
  const found: WordAt[] = [];
  for (const { segment, index, isWordLike } of segmenter(language, "word").segment(text)) {
    if (isWordLike === true) found.push({ word: segment, end: index + segment.length });
  }
  return found;
}

/** The words of a text, as they are written. */
export function wordsOf(text: string, language = "en"): string[] {
  return wordsAt(text, language).map(({ word }) => word);
}

// Unicode's rules end a sentence at each of these when a capital letter follows: "Dr. Smith", "the U.S. Navy".
const ABBREVIATION = /(?:^|[\s(])(?:Dr|Mr|Mrs|Ms|Prof|St|Fig|vs|e\.g|i\.e|(?:\p{Lu}\.)+\p{Lu})\.\s*$/u;

/** The sentences of one paragraph that have at least one word. Line breaks in it count as spaces. */
export function sentencesOf(paragraph: string, language = "en"): string[] {
  const flat = paragraph.replaceAll(/\s+/g, " ").trim();
  const sentences: string[] = [];
  let start = 0;
  for (const { segment, index } of segmenter(language, "sentence").segment(flat)) {
    if (ABBREVIATION.test(segment.slice(-20))) continue;
    const end = index + segment.length;
    sentences.push(flat.slice(start, end).trim());
    start = end;
  }
  sentences.push(flat.slice(start).trim());
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}
