const DAMPING = 0.85;
const MAX_ROUNDS = 100;
const PRECISION = 1e-6;

/** A weighted graph, known only by its matrix times a vector: so a dense one need not be written out. */
export interface Graph {
  readonly size: number;
  /** `result[i]` = the sum over all `j` of the weight between `i` and `j`, times `vector[j]`. Symmetric. */
  multiply(vector: Float64Array): Float64Array;
}

/**
 * How central each node is, relative to the most central one (1).
 *
 * PageRank on an undirected weighted graph, as TextRank uses it: R. Mihalcea and P. Tarau, "TextRank:
 * Bringing Order into Texts", EMNLP 2004. `bias` says how much each node counts by itself (together 1), as
 * in C. Florescu and C. Caragea, "PositionRank", ACL 2017.
 */
export function centrality(graph: Graph, bias = evenly(graph.size)): Float64Array {
  const degrees = graph.multiply(new Float64Array(graph.size).fill(1));
  let scores = bias;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = step({ graph, degrees, bias }, scores);
    const change = next.reduce((sum, score, node) => sum + Math.abs(score - (scores[node] ?? 0)), 0);
    scores = next;
    if (change < PRECISION) break;
  }
  const highest = scores.reduce((most, score) => Math.max(most, score), 0);
  return scores.map((score) => (highest > 0 ? score / highest : 0));
}

function evenly(size: number): Float64Array {
  return new Float64Array(size).fill(1 / size);
}

interface Walk {
  readonly graph: Graph;
  readonly degrees: Float64Array;
  readonly bias: Float64Array;
}

function step({ graph, degrees, bias }: Walk, scores: Float64Array): Float64Array {
  const shared = scores.map((score, node) => (isLinked(degrees[node]) ? score / (degrees[node] ?? 1) : 0));
  // What a node without neighbours holds starts again from the bias, so the sum stays 1.
  const lost = scores.reduce((sum, score, node) => sum + (isLinked(degrees[node]) ? 0 : score), 0);
  const restart = 1 - DAMPING + DAMPING * lost;
  const received = graph.multiply(shared);
  return bias.map((share, node) => restart * share + DAMPING * (received[node] ?? 0));
}

// Rounding can leave a trace of a weight where there is none.
function isLinked(degree = 0): boolean {
  return degree > 1e-9;
}
