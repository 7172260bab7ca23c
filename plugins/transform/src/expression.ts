import { type ActionContext, compileExpression, evaluateExpression, type Json } from "@tutti/core";
import { isPlainObject } from "es-toolkit/predicate";

/** What an expression reads: what stands at its root, and its `$variables` by their names without the `$`. */
export interface ExpressionScope {
  readonly input: Json;
  readonly variables?: Readonly<Record<string, Json>>;
}

/** Evaluates an expression; undefined: it has no value. Rejects with a `TuttiError`. */
export type Evaluate = (expression: string, scope: ExpressionScope) => Promise<Json | undefined>;

/**
 * Says why an expression can't be used, as the end of a sentence; undefined when it can.
 *
 * @example
 * expressionProblem("price *", []); // unexpected end of expression, at position 7
 */
export function expressionProblem(source: string, variables: readonly string[]): string | undefined {
  const compiled = compileExpression(source);
  if (!compiled.ok) {
    const { reason, position, hint } = compiled.problem;
    const place = position === undefined ? "" : `, at position ${position}`;
    return `${reason}${place}${hint === undefined ? "" : ` (${hint.replace(/\.$/, "")})`}`;
  }
  const unknown = compiled.value.references.find(
    ({ kind, name }) => kind === "variable" && !variables.includes(name),
  );
  if (unknown === undefined) return undefined;
  const known = ["$ (the input)", ...variables.map((name) => `$${name}`)].join(", ");
  return `$${unknown.name} is not known here; known: ${known}`;
}

/**
 * Makes what evaluates the expressions of one run. Each is parsed once, however many items it is evaluated for.
 *
 * @example
 * await evaluator(context)("price * 2", { input: { price: 3 } }); // 6
 */
export function evaluator(context: ActionContext): Evaluate {
  const known = new Map<string, ReturnType<typeof compileExpression>>();
  const sources = {
    now: () => context.clock.now(),
    monotonic: () => context.clock.monotonic(),
    random: () => Math.random(),
    pause: () => context.heartbeat(),
  };
  return async (expression, { input, variables = {} }) => {
    const compiled = known.get(expression) ?? compileExpression(expression);
    known.set(expression, compiled);
    // Core's compiled form reads the fields of an object; any other input takes the way that parses each time,
    // and so does an expression that can't be parsed, for its error.
    if (!compiled.ok || !isPlainObject(input))
      return evaluateExpression(expression, input, { ...sources, variables });
    return compiled.value.evaluate({ ...sources, variables, root: input as Readonly<Record<string, Json>> });
  };
}
