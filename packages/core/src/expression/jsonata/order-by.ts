import { call, type Node, variable } from "./ast";
import { HIDDEN } from "./functions";

/**
 * Replaces the `^(…)` of a path by a call of our own sort, because JSONata's keeps a copy of the rest of the array
 * for every comparison: a few ten thousand items would take all memory before any limit could notice.
 *
 * `a.b^(x).c` becomes `($ordered := $orderBy(a.b, [function() { x }]); $ordered.c)`. Paths whose steps bind names
 * (tuples) are left as they are; the guard bounds those.
 */
export function replaceOrderBy(path: Node): void {
  const steps = path.steps ?? [];
  const last = steps.findLastIndex((step) => step.type === "sort");
  const sort = steps[last];
  if (sort === undefined || isTuplePath(path)) return;
  const before: Node = { type: "path", steps: steps.slice(0, last), keep: true };
  replaceOrderBy(before);
  const terms = array((sort.terms ?? []).map(({ expression }) => ({ type: "lambda", arguments: [], body: expression })));
  const descending = array((sort.terms ?? []).map((term) => literal(term.descending)));
  const ordered = call(HIDDEN.orderBy, [before, terms, descending, literal(last > 1)]);
  const rest = steps.slice(last + 1);
  if (rest.length === 0 && sort.stages === undefined && path.group === undefined) become(path, ordered);
  else continueFrom(path, { ordered, sort, rest });
}

/** Does any part of a path carry names along with its values? */
export function isTuplePath(path: Node): boolean {
  return path.tuple === true || (path.steps ?? []).some((step) => step.tuple === true);
}

function array(expressions: Node[]): Node {
  return { type: "unary", value: "[", expressions };
}

function literal(value: boolean): Node {
  return { type: "value", value };
}

function become(path: Node, replacement: Node): void {
  delete path.steps;
  Object.assign(path, replacement);
}

function continueFrom(path: Node, parts: { ordered: Node; sort: Node; rest: Node[] }): void {
  const { ordered, sort, rest } = parts;
  const first = variable(HIDDEN.ordered);
  if (sort.stages !== undefined) first.stages = sort.stages;
  const continued: Node = { ...path, steps: [first, ...rest] };
  const bind: Node = { type: "bind", value: ":=", lhs: variable(HIDDEN.ordered), rhs: { ...ordered, keep: true } };
  for (const key of Object.keys(path)) Reflect.deleteProperty(path, key);
  Object.assign(path, { type: "block", expressions: [bind, continued] } satisfies Node);
}
