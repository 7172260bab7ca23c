import type { Edge, Graph, GraphNode } from "./graph";

/**
 * A graph as a Mermaid flowchart, which GitHub and many editors draw.
 *
 * @example
 * mermaidLines(graph).join("\n"); // flowchart TD …
 */
export function mermaidLines({ edges, nodes }: Graph): string[] {
  // Names of their own, as an action may be called "end", which Mermaid takes for a keyword.
  const names = new Map(nodes.map(({ id }, index) => [id, `a${index}`]));
  const nameOf = (id: string): string => names.get(id) ?? "";
  const main = nodes.filter(({ isCleanup }) => !isCleanup);
  const cleanup = nodes.filter(({ isCleanup }) => isCleanup);
  return [
    "flowchart TD",
    ...main.map((node) => `  ${nameOf(node.id)}${box(node)}`),
    ...(cleanup.length === 0
      ? []
      : [
          '  subgraph on_failure["on failure"]',
          ...cleanup.map((node) => `    ${nameOf(node.id)}${box(node)}`),
          "  end",
        ]),
    ...edges.map((edge) => `  ${nameOf(edge.from)} ${arrow(edge)} ${nameOf(edge.to)}`),
  ];
}

function box({ condition, forEach, id, type }: GraphNode): string {
  const notes = [condition === null ? "" : `if ${condition}`, forEach === null ? "" : `for each ${forEach}`];
  const label = [id, type, ...notes]
    .filter((text) => text !== "")
    .map(escape)
    .join("<br/>");
  // An action that runs once per item has a frame of its own.
  return forEach === null ? `["${label}"]` : `[["${label}"]]`;
}

function arrow({ on }: Edge): string {
  return on === null ? "-->" : `-->|"${escape(on.join(", "))}"|`;
}

/** Mermaid reads HTML in labels, quotes end them, and a backtick begins Markdown: each as a character code. */
function escape(text: string): string {
  return text.replace(/[^\p{L}\p{N} _.,:()\-+*/=?!$]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
