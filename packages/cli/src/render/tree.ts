import { type Line, type Span, span } from "../terminal/style";
import { printable } from "../terminal/text";
import type { Edge, Graph, GraphNode } from "./graph";

/** Below this depth a branch goes on as a tree of its own, so that lines do not run out of the window. */
const MAX_DEPTH = 24;

/**
 * A graph as a tree: what waits for nothing first, and below each action what waits for it. An action
 * that waits for several is shown once in full, and as `↑ name` where it turns up again.
 *
 * @example
 * treeLines(graph).map(painter(false)).join("\n");
 * // Document review
 * // └─ fetch_document  service_call
 * //    └─ analyze_content  service_call
 */
export function treeLines(graph: Graph): Line[] {
  const main = graph.nodes.filter(({ isCleanup }) => !isCleanup);
  const cleanup = graph.nodes.filter(({ isCleanup }) => isCleanup);
  return [
    [span(printable(graph.name), "bold")],
    ...(main.length === 0 ? [[span("  no actions", "dim")]] : new Tree(graph, main).lines()),
    ...(cleanup.length === 0 ? [] : [[span("on failure", "bold")], ...new Tree(graph, cleanup).lines()]),
  ];
}

interface Branch {
  readonly node: GraphNode;
  readonly on: Edge["on"];
  /** What stands in front of the lines below. */
  readonly indent: string;
  readonly depth: number;
  readonly isLast: boolean;
}

class Tree {
  private readonly byId: ReadonlyMap<string, GraphNode>;
  private readonly edges = new Map<string, Edge[]>();
  private readonly roots: GraphNode[];
  private readonly shown = new Set<string>();

  constructor(graph: Graph, nodes: readonly GraphNode[]) {
    this.byId = new Map(nodes.map((node) => [node.id, node]));
    const waiting = new Set<string>();
    for (const edge of graph.edges) {
      if (!this.byId.has(edge.from) || !this.byId.has(edge.to)) continue;
      this.edges.set(edge.from, [...(this.edges.get(edge.from) ?? []), edge]);
      waiting.add(edge.to);
    }
    this.roots = nodes.filter(({ id }) => !waiting.has(id));
  }

  lines(): Line[] {
    const lines: Line[] = [];
    // Branches that are too deep are added while the list is gone through.
    for (let index = 0; index < this.roots.length; index++) {
      const node = this.roots[index] as GraphNode;
      const isLast = index === this.roots.length - 1;
      lines.push(...this.branch({ node, on: null, indent: "", depth: 0, isLast }));
    }
    return lines;
  }

  private branch(branch: Branch): Line[] {
    const { depth, indent, isLast, node } = branch;
    const edges = this.edges.get(node.id) ?? [];
    const isKnown = this.shown.has(node.id);
    this.shown.add(node.id);
    if (isKnown) return [reference(branch, "↑")];
    if (depth >= MAX_DEPTH && edges.length > 0) {
      this.shown.delete(node.id);
      this.roots.push(node);
      return [reference(branch, "↓")];
    }
    const below = `${indent}${isLast ? "   " : "│  "}`;
    const children = edges.flatMap(({ on, to }, index): Branch[] => {
      const child = this.byId.get(to);
      return child === undefined
        ? []
        : [{ node: child, on, indent: below, depth: depth + 1, isLast: index === edges.length - 1 }];
    });
    return [
      full(branch),
      ...notes(node, `${below}${children.length > 0 ? "│  " : "   "}`),
      ...children.flatMap((child) => this.branch(child)),
    ];
  }
}

function twig({ indent, isLast, on }: Branch): Span[] {
  const branch = span(`${indent}${isLast ? "└─ " : "├─ "}`, "dim");
  return on === null ? [branch] : [branch, span(`[${on.join(", ")}] `, "yellow")];
}

function full(branch: Branch): Line {
  const { id, type } = branch.node;
  return [...twig(branch), span(id, "bold"), "  ", span(printable(type), "dim")];
}

function reference(branch: Branch, arrow: string): Line {
  return [...twig(branch), span(`${arrow} ${branch.node.id}`, "dim")];
}

function notes({ condition, forEach }: GraphNode, indent: string): Line[] {
  const told: readonly (readonly [string, string | null])[] = [
    ["if", condition],
    ["for each", forEach],
  ];
  return told.flatMap(([word, text]) =>
    text === null ? [] : [[span(indent, "dim"), span(`${word} `, "cyan"), printable(text)]],
  );
}
