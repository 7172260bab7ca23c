import { type ActionContext, type ActionError, type Json, token, TuttiError } from "@tutti/core";
import { z } from "zod";

/** The fields of the action's config that no option may be named after. */
const COMMON_FIELDS = ["transformation", "input", "input_field"] as const;

const NAME = /^[a-z][a-z0-9_]*(:[a-z][a-z0-9_]*)?$/;
const NO_OPTIONS = z.object({});

/** What is wrong with an input, and what its author can do about it. */
export interface InputProblem {
  /** Without the transformation's name and without a full stop: `line 3 has 4 values, the header has 3`. */
  readonly problem: string;
  /** An instruction: `Give every line as many values as the header.` */
  readonly fix: string;
  readonly cause?: unknown;
}

/** What may be said about an evaluation. */
export interface EvaluateOptions {
  /** Which part of the input is read, for the message of an error: `item [3]`. */
  readonly where?: string;
  /** The `$variables` of the expression, by their names without the `$`. */
  readonly variables?: Readonly<Record<string, Json>>;
}

/** What a transformation may use besides its input and its options. */
export interface TransformationContext
  extends Pick<ActionContext, "clock" | "signal" | "logger" | "heartbeat"> {
  /**
   * Evaluates a JSONata expression with `input` at its root; undefined when it has no value.
   *
   * A bad expression rejects with an `ActionError` that is not retryable and names the transformation.
   */
  evaluate(expression: string, input: Json, options?: EvaluateOptions): Promise<Json | undefined>;
  /** Makes the `INVALID_INPUT` error of this transformation: `throw context.invalidInput({ … })`. */
  invalidInput(problem: InputProblem): ActionError;
}

/** An input with what comes of it. The docs show it and a test runs it. */
export interface TransformationExample<Input = unknown, Options = Readonly<Record<string, unknown>>> {
  readonly input: Input;
  readonly options?: Options;
  readonly result: Json;
}

/** What an author of a transformation writes. */
export interface TransformationDefinition<Input extends z.ZodType, Options extends z.ZodObject> {
  /** What configs name in `transformation`: snake_case; with your package's name in front, as `acme:mask`. */
  readonly name: string;
  /** One sentence for the catalogue and the docs. */
  readonly description: string;
  /** Checks the input before `run`. Its description completes "wants …" in messages: `z.string().describe("text")`. */
  readonly input: Input;
  /** The options, which stand beside `transformation` in the config. Default: none. Others are refused. */
  readonly options?: Options;
  readonly examples: readonly TransformationExample<z.input<Input>, z.input<Options>>[];
  /**
   * Makes the result, which must be JSON.
   *
   * - Called when: the action runs, with an input that fits `input` and options that fit `options`.
   * - May throw: `context.invalidInput(…)`; any other error that is no `ActionError` is retried.
   * - Must: leave the input as it is; take the time from `context.clock` only.
   */
  run(
    input: z.output<Input>,
    options: z.output<Options>,
    context: TransformationContext,
  ): Json | Promise<Json>;
}

/** A named transformation, as the action `transform` finds it behind {@link TRANSFORMATION}. */
export interface Transformation<
  Input extends z.ZodType = z.ZodType,
  Options extends z.ZodObject = z.ZodObject,
> extends TransformationDefinition<Input, Options> {
  readonly options: Options;
}

/**
 * Extension point: the transformations that the action `transform` offers. All that are registered count.
 *
 * @example
 * definePlugin({
 *   name: "acme-plugin-mask", version: "1.0.0",
 *   register: (container) => container.register(TRANSFORMATION, { useValue: mask }),
 * });
 */
export const TRANSFORMATION = token<Transformation>("transformation");

/**
 * Defines a transformation. Input, options and examples are typed by the schemas.
 *
 * Throws `INVALID_OPTIONS` for a name that is not snake_case and for an option that is named as a
 * field of every config (`transformation`, `input`, `input_field`).
 *
 * @example
 * export const mask = defineTransformation({
 *   name: "acme:mask",
 *   description: "Hides all but the last characters.",
 *   input: z.string().describe("text"),
 *   options: z.object({ visible: z.int().min(1).default(4) }),
 *   examples: [{ input: "4111111111111111", result: "************1111" }],
 *   run: (input, { visible }) => input.slice(-visible).padStart(input.length, "*"),
 * });
 */
export function defineTransformation<
  Input extends z.ZodType,
  Options extends z.ZodObject = typeof NO_OPTIONS,
>(definition: TransformationDefinition<Input, Options>): Transformation<Input, Options> {
  const { name } = definition;
  const options = definition.options ?? (NO_OPTIONS as z.ZodObject as Options);
  if (!NAME.test(name)) {
    throw misdefined(name, "its name is not snake_case", 'Name it as "mask" or "acme:mask".');
  }
  const reserved = COMMON_FIELDS.find((field) => field in options.shape);
  if (reserved !== undefined) {
    throw misdefined(name, `the option "${reserved}" is a field of every config`, "Rename the option.");
  }
  return Object.freeze({ ...definition, options });
}

function misdefined(name: string, problem: string, fix: string): TuttiError {
  return TuttiError.of("INVALID_OPTIONS", { where: `defineTransformation("${name}")`, problem, fix });
}
