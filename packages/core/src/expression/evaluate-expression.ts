import { TuttiError } from "../errors";
import type { Json } from "../json/json";
import { compileInternal } from "./expression";
import type { EvaluationLimits, Scope, Sources } from "./types";

/** What {@link evaluateExpression} can be given besides the input. */
export interface EvaluateOptions extends Partial<Sources> {
  /** The `$variables`, by their names without the `$`. */
  readonly variables?: Readonly<Record<string, Json | undefined>>;
  readonly limits?: EvaluationLimits;
}

/**
 * Evaluates an expression as a workflow would, for tools and tests. Names in it read the keys of `input`.
 *
 * Time and chance are the system's unless `options` bring others.
 *
 * @returns the value as plain JSON; undefined when there is none
 * @throws TuttiError `INVALID_EXPRESSION` `MISSING_VALUE` `EXPRESSION_FAILED` `EXPRESSION_LIMIT` (by rejecting)
 * @example
 * await evaluateExpression("$sum(items.price)", { items: [{ price: 2 }, { price: 3 }] }); // 5
 */
export async function evaluateExpression(
  expression: string,
  input: Json,
  options: EvaluateOptions = {},
): Promise<Json | undefined> {
  const compiled = compileInternal(expression);
  if (!compiled.ok) throw TuttiError.of("INVALID_EXPRESSION", compiled.problem);
  const isObject = typeof input === "object" && input !== null && !Array.isArray(input);
  const scope: Scope = { ...SYSTEM, ...options, root: isObject ? (input as Scope["root"]) : {} };
  return isObject ? compiled.value.evaluate(scope) : compiled.value.evaluateOn(scope, input);
}

// A call from outside belongs to no execution, so no replay can depend on what it reads here.
const SYSTEM: Sources = {
  // eslint-disable-next-line no-restricted-properties -- see above
  now: () => Date.now(),
  // eslint-disable-next-line no-restricted-properties -- see above
  random: () => Math.random(),
  // eslint-disable-next-line no-restricted-globals -- see above
  monotonic: () => performance.now(),
};
