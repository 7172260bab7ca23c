/** Positions by position: what each node waits for. */
export type Edges = readonly (readonly number[])[];

/**
 * A cycle in a graph, as the positions along it with the first one repeated at the end; null: there is none.
 *
 * Depth-first search with three colours (Cormen et al., "Introduction to Algorithms", 22.3), with a
 * stack of its own so that a chain of 10,000 actions does not overflow the call stack.
 *
 * @example
 * findCycle([[1], [0]]); // [0, 1, 0]
 */
export function findCycle(edges: Edges): number[] | null {
  const search: Search = { edges, colour: new Uint8Array(edges.length), next: new Uint32Array(edges.length), stack: [] };
  for (let root = 0; root < edges.length; root++) {
    if (search.colour[root] !== WHITE) continue;
    const cycle = searchFrom(search, root);
    if (cycle !== null) return cycle;
  }
  return null;
}

const WHITE = 0;
const GREY = 1;
const BLACK = 2;

interface Search {
  readonly edges: Edges;
  readonly colour: Uint8Array;
  /** The next edge to follow, by node. */
  readonly next: Uint32Array;
  readonly stack: number[];
}

function searchFrom({ edges, colour, next, stack }: Search, root: number): number[] | null {
  enter({ colour, stack }, root);
  while (stack.length > 0) {
    const node = stack[stack.length - 1] as number;
    const target = edges[node]?.[next[node] as number];
    next[node] = (next[node] as number) + 1;
    if (target === undefined) {
      colour[node] = BLACK;
      stack.pop();
    } else if (colour[target] === GREY) {
      return [...stack.slice(stack.indexOf(target)), target];
    } else if (colour[target] === WHITE) {
      enter({ colour, stack }, target);
    }
  }
  return null;
}

function enter({ colour, stack }: Pick<Search, "colour" | "stack">, node: number): void {
  colour[node] = GREY;
  stack.push(node);
}
