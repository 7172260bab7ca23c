import type { Json } from "../json/json";
import { compileFast } from "./fast";
import { type Evaluate, makeEvaluator } from "./jsonata/evaluator";
import { parse, type Parsed } from "./jsonata/parse";
import { compileRegexes } from "./jsonata/regex";
import { readTree, type Reading } from "./jsonata/references";
import { checkRequired, readsNull } from "./missing";
import type { Read } from "./path";
import { hasTemplate, splitTemplate } from "./split";
import type { Compilation, CompiledExpression, ExpressionProblem, Scope } from "./types";

/** A compiled expression as the rest of this folder sees it. */
export interface InternalExpression extends CompiledExpression {
  /** Reads the value at once; undefined: it takes the general evaluator. */
  readonly read: Read | undefined;
  /** Is it a literal? */
  readonly constant: boolean;
  /** Evaluates it with the general evaluator, on an input that need be no object. */
  evaluateOn(scope: Scope, input: unknown): Promise<Json | undefined>;
}

/**
 * Compiles an expression, without braces.
 *
 * @example
 * const compiled = compileExpression("fetch.status = 200");
 * if (compiled.ok) await compiled.value.evaluate(scope);
 */
export function compileExpression(source: string): Compilation<CompiledExpression> {
  return compileInternal(source);
}

/**
 * Compiles a condition: an expression with or without `{{ }}`. Its value counts as true when `toBoolean` says so.
 *
 * @example
 * compileCondition("{{fetch.status = 200}}");
 */
export function compileCondition(source: string): Compilation<CompiledExpression> {
  const text = source.trim();
  if (!hasTemplate(text) || !text.startsWith("{{")) return compileInternal(text);
  const split = splitTemplate(text);
  if (!split.ok) return { ok: false, problem: { ...split.problem, path: [] } };
  const [only = "", ...others] = split.value.expressions;
  if (others.length === 0 && split.value.literals.join("") === "") return compileInternal(only);
  const hint = "Write the whole condition without braces, or in one pair: {{a = b}}.";
  return { ok: false, problem: { expression: text, path: [], reason: "a condition is one expression", hint } };
}

/** Compiles an expression for use in this folder. */
export function compileInternal(source: string): Compilation<InternalExpression> {
  const parsed = parse(source);
  if (!parsed.ok) return parsed;
  const { tree } = parsed.value;
  const reading = readTree(tree);
  const mistake = reading.mistake ?? compileRegexes(tree);
  if (mistake !== undefined) return { ok: false, problem: toProblem(source, mistake) };
  return { ok: true, value: assemble(parsed.value, reading) };
}

function toProblem(expression: string, mistake: Omit<ExpressionProblem, "expression" | "path">): ExpressionProblem {
  return { expression, path: [], ...mistake };
}

function assemble(parsed: Parsed, reading: Reading): InternalExpression {
  const { source } = parsed;
  const { wholeRoot } = reading;
  const references = Object.freeze(reading.references.map((reference) => Object.freeze(reference)));
  const fast = compileFast(parsed.tree);
  // Made when it is first needed: a fast expression needs it only for an input that is no object.
  let general: Evaluate | undefined;
  const evaluateOn: Evaluate = (scope, input) => (general ??= makeEvaluator(parsed, reading))(scope, input);
  const shared = { source, references, wholeRoot, evaluateOn };
  if (fast === undefined) {
    const evaluate = (scope: Scope): Promise<Json | undefined> => evaluateGenerally(scope, references, evaluateOn);
    return { ...shared, evaluate, read: undefined, constant: false };
  }
  const { read, constant } = fast;
  const evaluate: Read = (scope) => {
    const value = read(scope);
    return value === undefined ? absent(references, scope) : value;
  };
  return { ...shared, evaluate, read: evaluate, constant };
}

async function evaluateGenerally(
  scope: Scope,
  references: CompiledExpression["references"],
  evaluateOn: Evaluate,
): Promise<Json | undefined> {
  checkRequired(references, scope);
  const value = await evaluateOn(scope, scope.root);
  return value === undefined && readsNull(references, scope) ? null : value;
}

/** What no value means: a missing path, or a path on a skipped action. */
function absent(references: CompiledExpression["references"], scope: Scope): null | undefined {
  checkRequired(references, scope);
  return readsNull(references, scope) ? null : undefined;
}
