/** Positions by position: what each node waits for. */
export type Edges = readonly (readonly number[])[];

/**
 * Cycles in a graph, each as the positions along it with the first one repeated at the end. No two
 * share a node, and of nodes that all reach each other at least one cycle is told: breaking all that
 * are told, again and again, ends with a graph that has none.
 *
 * Depth-first search with three colours (Cormen et al., "Introduction to Algorithms", 22.3), with a
 * stack of its own so that a chain of 10,000 actions does not overflow the call stack.
 *
 * @example
 * findCycles([[1], [0], [2]]); // [[0, 1, 0], [2, 2]]
 */
export function findCycles(edges: Edges): number[][] {
  const search: Search = {
    edges,
    colour: new Uint8Array(edges.length),
    next: new Uint32Array(edges.length),
    told: new Uint8Array(edges.length),
    stack: [],
  };
  return edges.flatMap((_, root) => (search.colour[root] === WHITE ? cyclesFrom(search, root) : []));
}

const WHITE = 0;
const GREY = 1;
const BLACK = 2;

interface Search {
  readonly edges: Edges;
  /** White: not seen. Grey: on the stack. Black: done. */
  readonly colour: Uint8Array;
  /** The next edge to follow, by node. */
  readonly next: Uint32Array;
  /** Is the node on a cycle that was found already? */
  readonly told: Uint8Array;
  readonly stack: number[];
}

function cyclesFrom(search: Search, root: number): number[][] {
  const { edges, colour, next, stack } = search;
  const cycles: number[][] = [];
  enter(search, root);
  for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
    const edge = next[node] ?? 0;
    const target = edges[node]?.[edge];
    next[node] = edge + 1;
    if (target === undefined) {
      colour[node] = BLACK;
      stack.pop();
    } else if (colour[target] === WHITE) {
      enter(search, target);
    } else if (colour[target] === GREY) {
      const cycle = newCycle(search, target);
      if (cycle !== undefined) cycles.push(cycle);
    }
  }
  return cycles;
}

function enter({ colour, stack }: Search, node: number): void {
  colour[node] = GREY;
  stack.push(node);
}

/** The cycle that an edge from the top of the stack back to `target` closes, unless it meets another. */
function newCycle({ stack, told }: Search, target: number): number[] | undefined {
  let start = stack.length - 1;
  while (stack[start] !== target && told[stack[start] ?? 0] === 0) start -= 1;
  const members = stack.slice(start);
  if (told[members[0] ?? 0] === 1) return undefined;
  for (const member of members) told[member] = 1;
  return closed(members);
}

/** Begins a cycle with its first node, wherever it was entered. */
function closed(members: readonly number[]): number[] {
  const first = members.indexOf(members.reduce((least, member) => Math.min(least, member)));
  const turned = [...members.slice(first), ...members.slice(0, first)];
  return [...turned, ...turned.slice(0, 1)];
}
