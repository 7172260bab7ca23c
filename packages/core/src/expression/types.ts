import type { Json } from "../json/json";

/** The bounds of one evaluation. Going over one fails it with `EXPRESSION_LIMIT`. */
export interface EvaluationLimits {
  /** How long it may compute, in ms. Time given away in {@link Scope.pause} does not count. */
  readonly timeMs: number;
  /** How deep functions may call each other, and how deep the result may nest. */
  readonly depth: number;
  /**
   * How big the result may be, in bytes of JSON. It also bounds each text and array made on the way to the result,
   * but never below the default's bound.
   */
  readonly outputBytes: number;
}

/** The limits that hold when a {@link Scope} names none. */
export const DEFAULT_EVALUATION_LIMITS: EvaluationLimits = Object.freeze({
  timeMs: 1000,
  depth: 200,
  outputBytes: 1024 * 1024,
});

/** Where `$now()`, `$random()` and the time limit get their values from. */
export interface Sources {
  /** Wall-clock time in ms since the epoch: what `$now()` and `$millis()` give. Read once per evaluation. */
  readonly now: () => number;
  /** A number in [0, 1): what `$random()` and `$shuffle()` use. */
  readonly random: () => number;
  /** A time that never goes back, in ms: what the time limit is measured with. */
  readonly monotonic: () => number;
}

/**
 * What an expression reads.
 *
 * @example
 * const scope: Scope = { root: { name: "Ada", fetch: { status: 200 } }, variables: { index: 0 }, ...sources };
 */
export interface Scope extends Sources {
  /** Parameters and action outputs by name. `null`: a skipped, or failed and continued, action. */
  readonly root: Readonly<Record<string, Json | undefined>>;
  /** The `$variables`, by their names without the `$`: `item`, `index`, `execution`, `error`, … */
  readonly variables?: Readonly<Record<string, Json | undefined>>;
  /** Default: {@link DEFAULT_EVALUATION_LIMITS}. */
  readonly limits?: EvaluationLimits;
  /**
   * Lets the rest of the process run: called every few ms of a long evaluation, which goes on when the promise
   * is kept. Resolve it in a later turn of the event loop. Without it an evaluation holds the event loop until
   * it ends, at most `limits.timeMs`.
   */
  readonly pause?: () => Promise<void>;
}

/** A name that an expression reads from its {@link Scope}. */
export interface Reference {
  /** `root`: a parameter or an action's output. `variable`: a `$variable`. */
  readonly kind: "root" | "variable";
  /** The name, without `$`. */
  readonly name: string;
  /** The plain names that follow, as far as they are plain: `["response", "items"]` of `fetch.response.items[0].id`. */
  readonly path: readonly string[];
  /** Is it read whenever the expression is evaluated, with nothing (`??`, `?:`, `$exists`, a branch) to guard it? */
  readonly required: boolean;
}

/** What a compiled expression and a compiled template both tell about what they read. */
export interface Reads {
  /** Every name read from the scope, each once. */
  readonly references: readonly Reference[];
  /** Does it also look at the root as a whole (`$$`, `$keys($)`, `*`), so that {@link references} can't be complete? */
  readonly wholeRoot: boolean;
}

/** An expression, ready to be evaluated any number of times, also at once. It holds no state. */
export interface CompiledExpression extends Reads {
  /** The text it was compiled from, without braces. */
  readonly source: string;
  /**
   * Evaluates it. A plain path, literal or `a ?? b` of these answers at once; anything else with a promise.
   *
   * Gives undefined when there is no value. The result may share objects with the scope: treat it as read-only.
   *
   * @throws TuttiError `MISSING_VALUE` `EXPRESSION_FAILED` `EXPRESSION_LIMIT` (thrown or by rejecting)
   */
  readonly evaluate: (scope: Scope) => Json | undefined | Promise<Json | undefined>;
}

/** A JSON tree whose strings may hold `{{ … }}`, ready to be resolved any number of times, also at once. */
export interface CompiledTemplate extends Reads {
  /** The tree it was compiled from. */
  readonly source: Json;
  /** Does it hold no expression at all? Then it resolves to {@link source} itself. */
  readonly constant: boolean;
  /**
   * Puts the values in. Gives a promise only when some expression needs the general evaluator.
   *
   * The result may share objects with the scope and with {@link source}: treat it as read-only.
   *
   * @throws TuttiError `MISSING_VALUE` `EXPRESSION_FAILED` `EXPRESSION_LIMIT` (thrown or by rejecting)
   */
  readonly resolve: (scope: Scope) => Json | undefined | Promise<Json | undefined>;
}

/** Why an expression can't be compiled. Has what the `INVALID_EXPRESSION` text needs. */
export interface ExpressionProblem {
  /** The expression, without braces. */
  readonly expression: string;
  /** Where it stands in the template's tree: `["body", "items", 0]`; empty for an expression of its own. */
  readonly path: readonly (string | number)[];
  /** Character offset in {@link expression}, as JSONata's parser reports it. */
  readonly position?: number;
  readonly reason: string;
  /** What to write instead, when that is known. */
  readonly hint?: string;
}

/** What compiling one expression gives. */
export type Compilation<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ExpressionProblem };
