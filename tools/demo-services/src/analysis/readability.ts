import { syllable } from "syllable";
import type { Prose } from "../document/types.ts";
import { guessLanguage } from "../text/language.ts";
import { sentencesOf, wordsOf } from "../text/words.ts";

// Silent reading of English non-fiction: M. Brysbaert, "How many words do we read per minute?" (2019).
const WORDS_PER_MINUTE = 238;

/** What is counted in a text. */
export interface TextCounts {
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
}

/** How easy a text is to read. */
export interface Readability extends TextCounts {
  /** About 0 (very hard) to 100 (very easy); null when the text has no words, or is not English. */
  readonly flesch_reading_ease: number | null;
  /** Years of school; null as above. */
  readonly flesch_kincaid_grade: number | null;
  readonly average_sentence_words: number;
  readonly reading_minutes: number;
  /** BCP 47 tag of the language, as far as its commonest words tell; `und` when they don't. */
  readonly language: string;
}

/** A sentence with the line of the paragraph that it is in. */
export interface Sentence {
  readonly text: string;
  readonly words: number;
  readonly line: number;
}

/** The sentences of a document's prose. A paragraph or a list item ends one even without a full stop. */
export function sentencesIn(prose: readonly Prose[]): Sentence[] {
  return prose.flatMap(({ text, line }) =>
    sentencesOf(text).map((sentence) => ({ text: sentence, words: wordsOf(sentence).length, line })),
  );
}

/** Flesch's formula: R. Flesch, "A new readability yardstick" (1948). For texts with words only. */
export function fleschReadingEase({ words, sentences, syllables }: TextCounts): number {
  return 206.835 - 1.015 * (words / sentences) - 84.6 * (syllables / words);
}

/** Kincaid's formula for the US Navy: Kincaid et al., Research Branch Report 8-75 (1975). */
export function fleschKincaidGrade({ words, sentences, syllables }: TextCounts): number {
  return 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;
}

/** Measures sentences. Syllables are counted by rules of English spelling, so they are a good estimate. */
export function readabilityOf(sentences: readonly Sentence[]): Readability {
  const words = sentences.flatMap(({ text }) => wordsOf(text));
  const language = guessLanguage(words).tag;
  const counts = {
    words: words.length,
    sentences: sentences.length,
    // A number has no letters to count by, but is spoken all the same.
    syllables: words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0),
  };
  const scored = counts.words > 0 && isEnglish(language, words);
  return {
    flesch_reading_ease: scored ? round(fleschReadingEase(counts)) : null,
    flesch_kincaid_grade: scored ? round(fleschKincaidGrade(counts)) : null,
    ...counts,
    average_sentence_words: counts.sentences === 0 ? 0 : round(counts.words / counts.sentences),
    reading_minutes: round(counts.words / WORDS_PER_MINUTE),
    language,
  };
}

/** The formulas were made for English. A text that is too short to tell counts as English if its letters do. */
function isEnglish(language: string, words: readonly string[]): boolean {
  if (language !== "und") return language === "en";
  return words.filter((word) => /^[\w'’.-]+$/.test(word)).length * 2 > words.length;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
