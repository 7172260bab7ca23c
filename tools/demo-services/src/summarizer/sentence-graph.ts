import type { Graph } from "./rank.ts";

/** The words of a sentence, each with its weight; as a vector it has the length 1, or 0 without any word. */
export type Vector = ReadonlyMap<string, number>;

/**
 * Turns sentences into vectors: a word weighs by how often it is in the sentence and how few other
 * sentences have it (tf-idf), so the topic counts and not the grammar, in any language.
 */
export function sentenceVectors(sentences: readonly (readonly string[])[]): Vector[] {
  const spread = new Map<string, number>();
  for (const words of sentences) for (const word of new Set(words)) increase(spread, word);
  return sentences.map((words) => {
    const counts = new Map<string, number>();
    for (const word of words) increase(counts, word);
    const weighted = [...counts].map(([word, count]): [string, number] => [
      word,
      count * Math.log(1 + sentences.length / (spread.get(word) ?? 1)),
    ]);
    const length = Math.sqrt(weighted.reduce((sum, [, weight]) => sum + weight ** 2, 0));
    return new Map(weighted.map(([word, weight]) => [word, weight / length]));
  });
}

/** How alike two sentences are: the cosine of their vectors, 0 to 1. */
export function similarity(one: Vector, other: Vector): number {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  let sum = 0;
  for (const [word, weight] of small) sum += weight * (large.get(word) ?? 0);
  return sum;
}

/**
 * The graph whose weights are the similarities, as in G. Erkan and D. Radev, "LexRank", JAIR 22 (2004).
 *
 * Its matrix is V·Vᵀ without the diagonal, V being the vectors. Multiplying by Vᵀ, then by V, takes time
 * in the number of words, where all pairs of sentences would take its square.
 */
export function similarityGraph(vectors: readonly Vector[]): Graph {
  return {
    size: vectors.length,
    multiply(values) {
      const byWord = new Map<string, number>();
      for (const [index, vector] of vectors.entries()) {
        const value = values[index] ?? 0;
        for (const [word, weight] of vector) byWord.set(word, (byWord.get(word) ?? 0) + weight * value);
      }
      return Float64Array.from(vectors, (vector, index) => {
        let sum = vector.size === 0 ? 0 : -(values[index] ?? 0);
        for (const [word, weight] of vector) sum += weight * (byWord.get(word) ?? 0);
        return Math.max(0, sum);
      });
    },
  };
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
