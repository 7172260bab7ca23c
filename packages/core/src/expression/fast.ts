import type { Json } from "../json/json";
import { hasExtras, type Node, type Stage } from "./jsonata/ast";
import { ALSO_VARIABLES, FUNCTION_NAMES } from "./jsonata/functions";
import { isDefault } from "./jsonata/references";
import type { Step } from "./mapping";
import { compilePath, type Read, type Start } from "./path";

/** An expression that can be read at once. */
export interface FastExpression {
  readonly read: Read;
  /** Is it a literal, so that it reads nothing? */
  readonly constant: boolean;
}

/**
 * Compiles an expression that needs no evaluator: a literal, a path of names and literal positions, or `a ?? b` of
 * these. Gives undefined for any other.
 *
 * @param tree - as the parser made it
 */
export function compileFast(tree: Node): FastExpression | undefined {
  if (isLiteral(tree)) {
    const value = tree.value as Json;
    return { read: () => value, constant: true };
  }
  const read = tree.type === "condition" ? compileDefault(tree) : compileRead(tree);
  return read === undefined ? undefined : { read, constant: false };
}

function isLiteral(node: Node): boolean {
  return ["string", "number", "value"].includes(node.type) && !hasExtras(node);
}

function compileDefault(node: Node): Read | undefined {
  if (!isDefault(node) || hasExtras(node) || node.then === undefined || node.else === undefined) return undefined;
  const first = compileFast(node.then);
  const second = compileFast(node.else);
  if (first === undefined || second === undefined) return undefined;
  const { read } = first;
  const { read: otherwise } = second;
  // A skipped action's output is null: its bare name counts as having no value, as every path on it does.
  if (isRootName(node.then)) return (scope) => read(scope) ?? otherwise(scope);
  return (scope) => {
    const value = read(scope);
    return value === undefined ? otherwise(scope) : value;
  };
}

function isRootName(node: Node): boolean {
  return node.type === "path" && node.steps?.length === 1 && node.steps[0]?.stages === undefined;
}

function compileRead(node: Node): Read | undefined {
  if (node.type === "variable") return compileFrom([node]);
  return node.type === "path" && !hasExtras(node) ? compileFrom(node.steps ?? []) : undefined;
}

function compileFrom(nodes: readonly Node[]): Read | undefined {
  const [head, ...tail] = nodes;
  if (head === undefined) return undefined;
  // At the root, `$$.a` and `$.a` are `a`.
  const named = isRootItself(head) ? tail : nodes;
  const [first, ...rest] = named;
  const start = first === undefined ? undefined : startOf(first, named === nodes);
  const indexes = indexesOf(first?.stages ?? first?.predicate);
  const steps = rest.map(stepOf);
  if (start === undefined || indexes === undefined || steps.includes(undefined)) return undefined;
  return compilePath(start, steps.filter((step) => step !== undefined), indexes);
}

function isRootItself(node: Node): boolean {
  return node.type === "variable" && (node.value === "$" || node.value === "") && !hasExtras(node);
}

function startOf(node: Node, atHead: boolean): Start | undefined {
  const name = String(node.value);
  if (!hasOnlyPredicates(node)) return undefined;
  if (node.type === "name") return { kind: "root", name };
  const isFunction = FUNCTION_NAMES.has(name) && !ALSO_VARIABLES.has(name);
  if (node.type !== "variable" || !atHead || isFunction || name === "" || name === "$") return undefined;
  return { kind: "variable", name };
}

function stepOf(node: Node): Step | undefined {
  const indexes = indexesOf(node.stages);
  if (node.type !== "name" || indexes === undefined || !hasOnlyPredicates(node)) return undefined;
  const name = String(node.value);
  return indexes.length === 0 ? { name } : { name, indexes };
}

function hasOnlyPredicates({ stages: _, predicate: __, ...rest }: Node): boolean {
  return !hasExtras(rest);
}

/** The positions in `[0][-1]`; undefined when some predicate is more than a number. */
function indexesOf(stages: readonly Stage[] = []): number[] | undefined {
  const indexes: number[] = [];
  for (const { type, expr } of stages) {
    if (type !== "filter" || expr?.type !== "number" || hasExtras(expr)) return undefined;
    indexes.push(Number(expr.value));
  }
  return indexes;
}
