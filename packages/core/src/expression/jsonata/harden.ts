import { type Node, nodesOf, variable } from "./ast";
import { HIDDEN } from "./functions";
import { isTuplePath, replaceOrderBy } from "./order-by";
import type { Reading } from "./references";

/**
 * Changes a tree, in place, so that evaluating it is bounded and never writes to its input where JSONata's
 * evaluator would. What it means stays the same. Must run after everything that reads the tree.
 */
export function harden(tree: Node, reading: Reading): void {
  for (const node of Array.from(nodesOf(tree))) {
    if (node.type === "path") hardenPath(node);
    else if (node.type === "wildcard") replaceWildcard(node);
    else if (node.type === "condition") hardenDefault(node, reading);
    else if (node.type === "function" || node.type === "partial") hardenCall(node, reading);
  }
}

/** A skipped action's output is null; `fetch ?? x` shall give x for it, as `fetch.a ?? x` does. */
function hardenDefault(node: Node, { defaultsOfRootNames }: Reading): void {
  if (node.condition === undefined || !defaultsOfRootNames.has(node.position ?? -1)) return;
  node.condition.procedure = variable(HIDDEN.present);
}

function hardenCall(node: Node, { errorCalls }: Reading): void {
  const { procedure } = node;
  if (procedure === undefined) return;
  // The guard looks at what is called: JSONata writes to it before it notices that it is no function.
  procedure.called = true;
  if (procedure.value === "error" && errorCalls.has(node.position ?? -1)) procedure.value = HIDDEN.error;
}

/** JSONata appends each value to a new array, which takes quadratic time. */
function replaceWildcard(node: Node): void {
  Object.assign(node, { type: "function", procedure: variable(HIDDEN.wildcard), arguments: [variable("")] });
}

/**
 * For `a[]` JSONata marks the path's value, which can be an array of the input. Ours is marked by the guard, and
 * only when it is the evaluator's own. Array constructors (`a.[b][]`) need JSONata's way, and are always its own.
 */
function hardenPath(path: Node): void {
  if (path.keepSingletonArray === true && path.steps?.at(-1)?.consarray !== true) {
    delete path.keepSingletonArray;
    path.keep = true;
  }
  replaceOrderBy(path);
}

/** Does a tree sort or group values that carry names (`@$x`, `#$i`, `%`)? JSONata does both in quadratic space. */
export function collectsTuples(tree: Node): boolean {
  return [...nodesOf(tree)].some(
    (node) =>
      node.type === "path" &&
      isTuplePath(node) &&
      (node.group !== undefined || (node.steps ?? []).some((step) => step.type === "sort")),
  );
}
