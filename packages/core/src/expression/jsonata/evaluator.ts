import type { Json } from "../../json/json";
import type { Scope } from "../types";
import type { Node } from "./ast";
import { toTuttiError } from "./failure";
import { HIDDEN } from "./functions";
import { type Bounds, Guard, isFunctionValue, type Sequence } from "./guard";
import { collectsTuples, harden } from "./harden";
import { copyJson, toJson } from "./json-result";
import { guardedLibrary } from "./library";
import { type Environment, HOOKS } from "./natives";
import type { Parsed } from "./parse";
import type { Reading } from "./references";

// JSONata sorts and groups named values in quadratic space: this many take some 30 MB.
const MAX_TUPLES = 4000;

const LIBRARY = guardedLibrary();

/** Evaluates an expression on an input, which is the scope's root unless it is no object. */
export type Evaluate = (scope: Scope, input: unknown) => Promise<Json | undefined>;

/** What the evaluator's outermost frame has besides {@link Environment}, as JSONata sets it up for each evaluation. */
interface OutermostFrame extends Environment {
  guard?: Guard;
  depth: number;
  guardrails: () => void;
  createSequence: Guard["createSequence"];
  RegexEngine: Guard["RegexEngine"];
  options: { sequence: number };
  timestamp: Date;
  bind(name: string, value: unknown): void;
}

/**
 * Makes the general evaluator of a parsed expression: JSONata's, hardened and bounded. Changes the tree, so it must
 * come after everything that reads it.
 */
export function makeEvaluator(
  { source, tree, expression, nodes, height }: Parsed,
  reading: Reading,
): Evaluate {
  const bounds: Bounds = {
    nodes,
    height,
    maxTuples: collectsTuples(tree) ? MAX_TUPLES : Number.POSITIVE_INFINITY,
  };
  harden(tree, reading);
  for (const [name, native] of LIBRARY) expression.assign(name, native);
  expression.assign(HOOKS.entry, install);
  expression.assign(HOOKS.exit, checkResult);
  return async (scope, input) => {
    const guard = new Guard(scope, bounds);
    try {
      const bindings = { ...variablesOf(scope, reading), [HIDDEN.guard]: guard };
      const value: unknown = await expression.evaluate(ownInput(input, reading), bindings);
      return toJson(value, guard.limits);
    } catch (error) {
      throw toTuttiError(error, source, guard.limits);
    }
  };
}

/** Called before the first node: puts the guard where the evaluator looks before each of the others. */
function install(_node: unknown, _input: unknown, { base }: { base: OutermostFrame }): void {
  const guard = base.lookup(HIDDEN.guard) as Guard;
  base.guard = guard;
  base.guardrails = () => guard.step(base.depth);
  base.createSequence = guard.createSequence;
  base.RegexEngine = guard.RegexEngine;
  base.options = { sequence: guard.maxItems };
  base.timestamp = new Date(guard.now());
  // Waiting for this hook before each node would cost time; the guardrails do its work from here on.
  base.bind(HOOKS.entry, undefined);
}

/** Called after each node. */
function checkResult(
  ...[node, , { base }, result]: [Node, unknown, Environment, unknown]
): Promise<void> | undefined {
  if (node.called === true) requireCallable(result);
  return base.guard?.result(node, result);
}

/** JSONata writes to what is called before it finds that it is no function, and that may be a value of the input. */
function requireCallable(result: unknown): void {
  const isSequence = Array.isArray(result) && (result as Sequence).sequence === true;
  const value: unknown = isSequence && result.length <= 1 ? result[0] : result;
  if (value !== undefined && !isFunctionValue(value)) throw new Error("Attempted to invoke a non-function");
}

function variablesOf({ variables = {} }: Scope, { references, writes }: Reading): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { kind, name } of references) {
    if (kind !== "variable") continue;
    // Bound also when there is none: `$error` must not be found as the library's function.
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    values[name] = writes ? copyJson(value) : value;
  }
  return values;
}

/** The input itself, or a copy of what is read of it when JSONata would write to it. */
function ownInput(input: unknown, { references, wholeRoot, writes }: Reading): unknown {
  // An array as the input is the context of everything at the root, and JSONata may write to an array context.
  if (Array.isArray(input)) return copyJson(input);
  if (!writes || typeof input !== "object" || input === null) return input;
  if (wholeRoot) return copyJson(input);
  const names = references.filter(({ kind, name }) => kind === "root" && Object.hasOwn(input, name));
  return copyJson(
    Object.fromEntries(names.map(({ name }) => [name, (input as Record<string, unknown>)[name]])),
  );
}
