import type { Json } from "../json/json";
import { compileFast, parsePlainPath, type PlainPath } from "./fast";
import { type Evaluate, makeEvaluator } from "./jsonata/evaluator";
import { parse, type Parsed } from "./jsonata/parse";
import { compileRegexes } from "./jsonata/regex";
import { readTree, type Reading } from "./jsonata/references";
import { checkRequired, readsNull } from "./missing";
import { compilePath, type Read } from "./path";
import { hasTemplate, splitTemplate } from "./split";
import type { Compilation, CompiledExpression, Reference, Scope } from "./types";

/** A compiled expression as the rest of this folder sees it. */
export interface InternalExpression extends CompiledExpression {
  /** Reads the value at once; undefined: it takes the general evaluator. */
  readonly read: Read | undefined;
  /** Evaluates it with the general evaluator, on an input that need be no object. */
  readonly evaluateOn: Evaluate;
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
  return {
    ok: false,
    problem: { expression: text, path: [], reason: "a condition is one expression", hint },
  };
}

/** Compiles an expression for use in this folder. */
export function compileInternal(source: string): Compilation<InternalExpression> {
  const plain = parsePlainPath(source);
  if (plain !== undefined) return { ok: true, value: assemblePlain(source, plain) };
  const parsed = parse(source);
  if (!parsed.ok) return parsed;
  const { tree } = parsed.value;
  const reading = readTree(tree);
  const mistake = reading.mistake ?? compileRegexes(tree);
  if (mistake !== undefined) return { ok: false, problem: { expression: source, path: [], ...mistake } };
  return { ok: true, value: assemble(parsed.value, reading) };
}

function assemblePlain(source: string, { kind, name, path }: PlainPath): InternalExpression {
  const read = compilePath(
    { kind, name },
    path.map((step) => ({ name: step })),
  );
  const reads = { references: freeze([{ kind, name, path, required: true }]), wholeRoot: false };
  const general = (): Evaluate => {
    const parsed = parse(source);
    if (!parsed.ok) throw new Error(`a plain path did not parse: ${parsed.problem.reason}`);
    return makeEvaluator(parsed.value, readTree(parsed.value.tree));
  };
  return fastExpression({ source, ...reads }, read, general);
}

function assemble(parsed: Parsed, reading: Reading): InternalExpression {
  const { source, tree } = parsed;
  const reads = { source, references: freeze(reading.references), wholeRoot: reading.wholeRoot };
  const fast = compileFast(tree);
  if (fast !== undefined) return fastExpression(reads, fast, () => makeEvaluator(parsed, reading));
  const evaluateOn = makeEvaluator(parsed, reading);
  const evaluate = (scope: Scope): Promise<Json | undefined> =>
    evaluateGenerally(scope, reads.references, evaluateOn);
  return { ...reads, evaluate, read: undefined, evaluateOn };
}

type Described = Pick<InternalExpression, "source" | "references" | "wholeRoot">;

/** `general` makes the general evaluator, which a fast expression needs only for an input that is no object. */
function fastExpression(described: Described, read: Read, general: () => Evaluate): InternalExpression {
  const { references } = described;
  const evaluate: Read = (scope) => {
    const value = read(scope);
    return value === undefined ? absent(references, scope) : value;
  };
  const evaluateOn: Evaluate = (scope, input) => general()(scope, input);
  return { ...described, evaluate, read: evaluate, evaluateOn };
}

type References = CompiledExpression["references"];

async function evaluateGenerally(
  scope: Scope,
  references: References,
  evaluateOn: Evaluate,
): Promise<Json | undefined> {
  checkRequired(references, scope);
  const value = await evaluateOn(scope, scope.root);
  return value === undefined && readsNull(references, scope) ? null : value;
}

/** What no value means: a missing path, or a path on a skipped action. */
function absent(references: References, scope: Scope): null | undefined {
  checkRequired(references, scope);
  return readsNull(references, scope) ? null : undefined;
}

function freeze(references: readonly Reference[]): References {
  for (const reference of references) {
    Object.freeze(reference.path);
    Object.freeze(reference);
  }
  return Object.freeze(references);
}
