import { call, type Node, type Term, variable } from "./ast";
import { HIDDEN } from "./functions";

/**
 * Replaces the `^(…)` of a path by a call of our own sort, because JSONata's keeps a copy of the rest of the array
 * for every comparison: a few ten thousand items would take all memory before any limit could notice.
 *
 * `a.b^(x).c` becomes `($ordered := $list($orderBy(a.b, [function() { x }])); $ordered.c)`. Paths whose steps bind
 * names (tuples) are left as they are; the guard bounds those.
 */
export function replaceOrderBy(path: Node): void {
  const steps = path.steps ?? [];
  const last = steps.findLastIndex((step) => step.type === "sort");
  const sort = steps[last];
  if (sort === undefined || isTuplePath(path)) return;
  const ordered = orderBy(steps.slice(0, last), sort.terms ?? []);
  if (sort.stages !== undefined) ordered.predicate = sort.stages;
  const rest = steps.slice(last + 1);
  if (rest.length === 0 && path.group === undefined) become(path, ordered);
  else continueFrom(path, ordered, rest);
}

function orderBy(steps: Node[], terms: readonly Term[]): Node {
  const items: Node = { type: "path", steps, keep: true };
  replaceOrderBy(items);
  const keys = terms.map(({ expression }): Node => ({ type: "lambda", arguments: [], body: expression }));
  const descending = terms.map((term) => literal(term.descending));
  // JSONata takes an array constructor that stands first as the list itself.
  const rows = !(steps.length === 1 && steps[0]?.consarray === true);
  return call(HIDDEN.orderBy, [items, array(keys), array(descending), literal(rows)]);
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

function continueFrom(path: Node, ordered: Node, rest: readonly Node[]): void {
  const continued: Node = { ...path, steps: [variable(HIDDEN.ordered), ...rest] };
  const rhs: Node = { ...call(HIDDEN.list, [{ ...ordered, keep: true }]), keep: true };
  const bind: Node = { type: "bind", value: ":=", lhs: variable(HIDDEN.ordered), rhs };
  for (const key of Object.keys(path)) Reflect.deleteProperty(path, key);
  Object.assign(path, { type: "block", expressions: [bind, continued] } satisfies Node);
}
