import * as fc from "fast-check";
import { type Edges, findCycles } from "./graph";

/** What can be reached from a node, by following edges until nothing new turns up. */
function reachable(edges: Edges, node: number): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [...(edges[node] ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(edges[next] ?? []));
  }
  return reached;
}

const anyGraph = fc.integer({ min: 0, max: 8 }).chain((size) =>
  fc.array(fc.uniqueArray(fc.nat({ max: Math.max(0, size - 1) }), { maxLength: 3 }), {
    minLength: size,
    maxLength: size,
  }),
);

describe("findCycles", () => {
  test.each<[string, Edges, number[][]]>([
    ["nothing", [], []],
    ["a node alone", [[]], []],
    ["a node that waits for itself", [[0]], [[0, 0]]],
    ["a chain", [[], [0], [1]], []],
    ["a diamond", [[], [0], [0], [1, 2]], []],
    ["a circle", [[1], [2], [0]], [[0, 1, 2, 0]]],
    ["a circle entered in its middle, told from its first node", [[2], [2], [1]], [[1, 2, 1]]],
    [
      "two circles",
      [[1], [0], [3], [2]],
      [
        [0, 1, 0],
        [2, 3, 2],
      ],
    ],
    ["two circles that share a node, of which one is told", [[1, 2], [0], [0]], [[0, 1, 0]]],
    ["an edge to a node that is not there", [[7]], []],
  ])("of %s", (_name, edges, expected) => {
    expect(findCycles(edges)).toEqual(expected);
  });

  test("are real, share no node, and there is one wherever a node can be reached from itself", () => {
    fc.assert(
      fc.property(anyGraph, (edges) => {
        const cycles = findCycles(edges);
        for (const cycle of cycles) {
          expect(cycle.at(-1)).toBe(cycle[0]);
          cycle.slice(1).forEach((node, step) => expect(edges[cycle[step] ?? -1]).toContain(node));
        }
        const members = cycles.flatMap((cycle) => cycle.slice(1));
        expect(new Set(members).size).toBe(members.length);
        // Of the nodes that reach a node and are reached by it, one is told.
        edges.forEach((_, node) => {
          const group = edges.flatMap((_targets, other) =>
            reachable(edges, node).has(other) && reachable(edges, other).has(node) ? [other] : [],
          );
          expect(group.length === 0 || group.some((other) => members.includes(other))).toBe(true);
        });
      }),
    );
  });

  test("of 10,000 nodes need no deep stack and no long time", () => {
    const chain = Array.from({ length: 10_000 }, (_, node) => (node === 0 ? [] : [node - 1]));
    expect(findCycles(chain)).toEqual([]);
    expect(findCycles([[9_999], ...chain.slice(1)])[0]).toHaveLength(10_001);
    const tangled = chain.map((_, node) => [(node + 1) % 10_000, Math.max(0, node - 1), node]);
    const started = performance.now();
    expect(findCycles(tangled).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
