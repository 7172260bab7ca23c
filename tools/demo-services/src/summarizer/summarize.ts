import { guessLanguage, type Language } from "../text/language.ts";
import { sentencesOf, wordsAt, wordsOf } from "../text/words.ts";
import { keywordsOf } from "./keywords.ts";
import { centrality } from "./rank.ts";
import { sentenceVectors, similarity, similarityGraph, type Vector } from "./sentence-graph.ts";

// A fragment, such as "Apache-2.0." or an item of a list, fills a gap in the length but tells little.
const FRAGMENT_WORDS = 4;
const FULL_STOP = /[\p{Sentence_Terminal}…][\p{Pe}\p{Pf}"'\s]*$/u;
// Two sentences that are more alike than this say the same thing.
const REPEATS = 0.8;
const WITHOUT_SPACES = /^(?:zh|ja|th|lo|km|my)\b/;

/** A sentence that was chosen for a summary. */
export interface KeySentence {
  readonly text: string;
  /** How central it is, relative to the most central sentence of the text (1). */
  readonly score: number;
  /** Which sentence of the text it is, from 0. */
  readonly position: number;
}

/** An extractive summary: sentences of the text, as they are and in their order. */
export interface Summary {
  readonly summary: string;
  readonly key_sentences: readonly KeySentence[];
  readonly keywords: readonly string[];
  /** The length of the summary. */
  readonly words: number;
}

interface Candidate extends KeySentence {
  readonly words: number;
  readonly vector: Vector;
}

/**
 * Summarizes a text in at most `maxWords` words: the sentences that are most alike all others, which are
 * those about what the text is about (TextRank and LexRank, see {@link centrality}), without repetitions.
 * When even the best sentence is longer, its beginning is the summary. Works in any language.
 */
export function summarize(text: string, maxWords: number): Summary {
  const language = guessLanguage(wordsOf(text));
  const sentences = text.split(/\r?\n\s*\n/).flatMap((paragraph) => sentencesOf(paragraph, language.tag));
  const content = sentences.map((sentence) => contentWords(sentence, language));
  const candidates = rank(sentences, sentenceVectors(content), language);
  const chosen = choose(candidates, maxWords);
  const summary = chosen.length > 0 ? join(chosen, language) : beginning(candidates, maxWords, language);
  return {
    summary,
    key_sentences: chosen.map(({ text: sentence, score, position }) => ({ text: sentence, score, position })),
    keywords: keywordsOf(content),
    words: wordsOf(summary, language.tag).length,
  };
}

function contentWords(sentence: string, { tag, stopWords }: Language): string[] {
  const words = wordsOf(sentence, tag).map((word) => word.toLowerCase());
  return words.filter((word) => !stopWords.has(word));
}

/** The sentences that may be chosen, best first. Of two that are equally good, the earlier one wins. */
function rank(sentences: readonly string[], vectors: readonly Vector[], language: Language): Candidate[] {
  const scores = centrality(similarityGraph(vectors), lead(vectors.length));
  const all = sentences.map((text, position) => ({
    text,
    score: Math.round((scores[position] ?? 0) * 1000) / 1000,
    position,
    words: wordsOf(text, language.tag).length,
    vector: vectors[position] ?? new Map<string, number>(),
  }));
  const whole = all.filter(({ text, words }) => words >= FRAGMENT_WORDS && FULL_STOP.test(text));
  return (whole.length > 0 ? whole : all).toSorted((one, other) => other.score - one.score);
}

/** The n-th sentence counts 1/n by itself: texts tend to say first what they are about. */
function lead(size: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, position) => 1 / (position + 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function choose(candidates: readonly Candidate[], maxWords: number): Candidate[] {
  const chosen: Candidate[] = [];
  let left = maxWords;
  for (const candidate of candidates) {
    if (candidate.words > left) continue;
    if (chosen.some(({ vector }) => similarity(vector, candidate.vector) > REPEATS)) continue;
    chosen.push(candidate);
    left -= candidate.words;
  }
  return chosen.toSorted((one, other) => one.position - other.position);
}

function join(sentences: readonly Candidate[], language: Language): string {
  return sentences.map(({ text }) => text).join(WITHOUT_SPACES.test(language.tag) ? "" : " ");
}

function beginning([best]: readonly Candidate[], maxWords: number, language: Language): string {
  if (best === undefined) return "";
  const end = wordsAt(best.text, language.tag)[maxWords - 1]?.end ?? best.text.length;
  return `${best.text.slice(0, end)}…`;
}
