import * as stopword from "stopword";

const ENGLISH = "eng";
const SAMPLE_WORDS = 2000;
const MIN_HITS = 3;
const MIN_SHARE = 0.1;
// Lists differ in length and share short words, so another language has to win clearly.
const MARGIN = 1.25;

// The library's list for English leaves these out.
const MORE_ENGLISH =
  "can could did does each every had has have may might must not one own shall should will would its their " +
  "them these they those then there than you your our very just only same such use used uses using";

const lists = new Map(
  Object.entries(stopword as Record<string, unknown>)
    .filter((entry): entry is [string, string[]] => /^[a-z]{3}$/.test(entry[0]) && Array.isArray(entry[1]))
    .map(([code, list]) => [code, new Set(list)] as const),
);
const english = new Set([...(lists.get(ENGLISH) ?? []), ...MORE_ENGLISH.split(" ")]);
lists.set(ENGLISH, english);

/** What is known of the language of a text. */
export interface Language {
  /** BCP 47 tag, such as `en`; `und` when it can't be told. */
  readonly tag: string;
  /** Words that carry no topic of their own, in lower case. */
  readonly stopWords: ReadonlySet<string>;
}

const UNKNOWN: Language = { tag: "und", stopWords: english };

/**
 * Tells the language of a text by its function words: the language whose list of stop words covers most
 * of the text. Simple, yet it needs a few sentences only. A text that is too short is `und`.
 */
export function guessLanguage(words: readonly string[]): Language {
  const sample = words.slice(0, SAMPLE_WORDS).map((word) => word.toLowerCase());
  const hits = (code: string): number => sample.filter((word) => lists.get(code)?.has(word)).length;
  let best = { code: ENGLISH, hits: hits(ENGLISH) };
  let lead = best.hits * MARGIN;
  for (const code of lists.keys()) {
    const found = hits(code);
    if (code === ENGLISH || found <= lead) continue;
    best = { code, hits: found };
    lead = found;
  }
  if (best.hits < MIN_HITS || best.hits < sample.length * MIN_SHARE) return UNKNOWN;
  return {
    tag: Intl.getCanonicalLocales(best.code)[0] ?? "und",
    stopWords: lists.get(best.code) ?? english,
  };
}
