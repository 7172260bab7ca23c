import { centrality, type Graph } from "./rank.ts";
import { sentenceVectors, similarity, similarityGraph } from "./sentence-graph.ts";

function graphOf(matrix: readonly (readonly number[])[]): Graph {
  return {
    size: matrix.length,
    multiply: (vector) =>
      Float64Array.from(matrix, (row) =>
        row.reduce((sum, weight, node) => sum + weight * (vector[node] ?? 0), 0),
      ),
  };
}

const rounded = (scores: Float64Array): number[] =>
  [...scores].map((score) => Math.round(score * 1000) / 1000);

test("the middle of a star is its centre", () => {
  // By hand: c = 0.15/4 + 0.85 * 3l and l = 0.15/4 + 0.85 * c/3, so c = 0.4797, l = 0.1734, l/c = 0.3615.
  const star = graphOf([
    [0, 1, 1, 1],
    [1, 0, 0, 0],
    [1, 0, 0, 0],
    [1, 0, 0, 0],
  ]);
  expect(rounded(centrality(star))).toEqual([1, 0.362, 0.362, 0.362]);
});

test("all are alike without any link", () => {
  const lonely = graphOf([
    [0, 0],
    [0, 0],
  ]);
  expect(rounded(centrality(lonely))).toEqual([1, 1]);
  expect(rounded(centrality(lonely, Float64Array.of(0.8, 0.2)))).toEqual([1, 0.25]);
});

test("an empty graph has no scores", () => {
  expect(centrality(graphOf([]))).toHaveLength(0);
});

test("a rare word says more than a common one", () => {
  const [vector] = sentenceVectors([["common", "rare"], ["common"], ["common"]]);
  expect(vector?.get("rare")).toBeGreaterThan(vector?.get("common") ?? 1);
});

test("similarity is between 0 and 1", () => {
  const [one, same, other, none] = sentenceVectors([["a", "b"], ["b", "a"], ["c"], []]);
  expect(similarity(one!, same!)).toBeCloseTo(1);
  expect(similarity(one!, other!)).toBe(0);
  expect(similarity(one!, none!)).toBe(0);
});

test("the graph multiplies as the matrix of all similarities does", () => {
  const vectors = sentenceVectors([["a", "b"], ["b", "c"], ["c", "a", "a"], [], ["d"]]);
  const matrix = vectors.map((one, row) =>
    vectors.map((other, at) => (row === at ? 0 : similarity(one, other))),
  );
  const values = Float64Array.of(0.1, 0.2, 0.3, 0.25, 0.15);
  const expected = graphOf(matrix).multiply(values);
  for (const [row, value] of similarityGraph(vectors).multiply(values).entries()) {
    expect(value).toBeCloseTo(expected[row] ?? -1, 10);
  }
});
