import { centrality, type Graph } from "./rank.ts";

const KEYWORDS = 10;
const WINDOW = 2;

/**
 * The words that others gather around: TextRank's keyword extraction, over the content words of each
 * sentence. Words are neighbours when at most one other is between them.
 */
export function keywordsOf(sentences: readonly (readonly string[])[]): string[] {
  const plain = singulars(new Set(sentences.flat()));
  const content = sentences.map((words) => words.filter(isTopic).map((word) => plain.get(word) ?? word));
  const nodes = [...new Set(content.flat())];
  const scores = centrality(neighbourGraph(content, nodes));
  return nodes
    .map((word, node) => ({ word, score: scores[node] ?? 0 }))
    .toSorted((one, other) => other.score - one.score)
    .slice(0, KEYWORDS)
    .map(({ word }) => word);
}

/** A number is no topic, and neither is a single letter; a single Chinese character may be one. */
function isTopic(word: string): boolean {
  return /\p{L}/u.test(word) && !/^\p{Script=Latin}$/u.test(word);
}

/** "services" counts as "service" where the text has both. */
function singulars(words: ReadonlySet<string>): Map<string, string> {
  const pairs = [...words].filter((word) => word.endsWith("s") && words.has(word.slice(0, -1)));
  return new Map(pairs.map((word) => [word, word.slice(0, -1)]));
}

function neighbourGraph(sentences: readonly (readonly string[])[], nodes: readonly string[]): Graph {
  const index = new Map(nodes.map((word, node) => [word, node]));
  const pairs = sentences.flatMap((words) => neighbours(words.map((word) => index.get(word) ?? 0)));
  return {
    size: nodes.length,
    multiply(values) {
      const result = new Float64Array(nodes.length);
      for (const [one, other] of pairs) {
        result[one] = (result[one] ?? 0) + (values[other] ?? 0);
        result[other] = (result[other] ?? 0) + (values[one] ?? 0);
      }
      return result;
    },
  };
}

function neighbours(nodes: readonly number[]): [number, number][] {
  return nodes.flatMap((node, place) =>
    nodes
      .slice(place + 1, place + 1 + WINDOW)
      .filter((next) => next !== node)
      .map((next): [number, number] => [node, next]),
  );
}
