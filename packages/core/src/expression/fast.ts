import type { Json } from "../json/json";
import { bindsOrGroups, hasExtras, type Node, type Stage } from "./jsonata/ast";
import { ALSO_VARIABLES, FUNCTION_NAMES } from "./jsonata/functions";
import { isDefault, isRootItself, isRootName } from "./jsonata/shapes";
import type { Step } from "./mapping";
import { compilePath, type Read, type Start } from "./path";

const PLAIN_PATH = /^\$?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const KEYWORDS = new Set(["and", "or", "in", "true", "false", "null"]);

/** A path of plain names, read without a parser. */
export interface PlainPath extends Start {
  readonly path: readonly string[];
}

/**
 * Reads the commonest expressions, `fetch.response.id` and `$item.name`, without JSONata's parser: that takes
 * 30 microseconds for each, which a workflow of ten thousand actions would notice. Gives undefined for any other.
 */
export function parsePlainPath(source: string): PlainPath | undefined {
  if (!PLAIN_PATH.test(source)) return undefined;
  const [first = "", ...path] = source.split(".");
  if (KEYWORDS.has(first) || path.some((name) => KEYWORDS.has(name))) return undefined;
  if (!first.startsWith("$")) return { kind: "root", name: first, path };
  const name = first.slice(1);
  return isFunctionName(name) ? undefined : { kind: "variable", name, path };
}

/**
 * Compiles an expression that needs no evaluator: a literal, a path of names and literal positions, or `a ?? b` of
 * these. Gives undefined for any other.
 *
 * @param tree - as the parser made it
 */
export function compileFast(tree: Node): Read | undefined {
  if (!isLiteral(tree)) return tree.type === "condition" ? compileDefault(tree) : compileRead(tree);
  const value = tree.value as Json;
  return () => value;
}

function isLiteral(node: Node): boolean {
  return ["string", "number", "value"].includes(node.type) && !hasExtras(node);
}

function compileDefault(node: Node): Read | undefined {
  if (!isDefault(node) || hasExtras(node)) return undefined;
  const read = node.then && compileFast(node.then);
  const otherwise = node.else && compileFast(node.else);
  if (read === undefined || otherwise === undefined) return undefined;
  // A skipped action's output is null: its bare name counts as having no value, as every path on it does.
  if (isRootName(node.then)) return (scope) => read(scope) ?? otherwise(scope);
  return (scope) => {
    const value = read(scope);
    return value === undefined ? otherwise(scope) : value;
  };
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
  return compilePath(
    start,
    steps.filter((step) => step !== undefined),
    indexes,
  );
}

function startOf(node: Node, atHead: boolean): Start | undefined {
  const name = String(node.value);
  if (bindsOrGroups(node)) return undefined;
  if (node.type === "name") return { kind: "root", name };
  const isOther = isFunctionName(name) || name === "" || name === "$";
  return node.type === "variable" && atHead && !isOther ? { kind: "variable", name } : undefined;
}

function isFunctionName(name: string): boolean {
  return FUNCTION_NAMES.has(name) && !ALSO_VARIABLES.has(name);
}

function stepOf(node: Node): Step | undefined {
  const indexes = indexesOf(node.stages);
  if (node.type !== "name" || indexes === undefined || bindsOrGroups(node)) return undefined;
  const name = String(node.value);
  return indexes.length === 0 ? { name } : { name, indexes };
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
