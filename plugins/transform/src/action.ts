import {
  type ActionContext,
  type ActionExample,
  type DefinedAction,
  defineAction,
  type Json,
  type JsonObject,
} from "@tutti/core";
import { z } from "zod";
import { configSchema, type TransformConfig } from "./config";
import { transformationContext } from "./context";
import { actionErrors, invalidResult, refusedValue, wrongInput } from "./errors";
import { json, jsonProblem } from "./json";
import type { Transformation } from "./transformation";

const OUTPUT = z.object({ result: json.describe("What the transformation made of the input.") });

/** The action `transform`, for a given list of transformations. */
export type TransformAction = DefinedAction<z.ZodType<TransformConfig>, typeof OUTPUT, Record<never, never>>;

/**
 * Makes the action `transform` with the given transformations.
 *
 * Its errors are `ActionError`s that are not retryable: `INVALID_INPUT`, `INVALID_RESULT`, and the
 * codes of expressions, such as `EXPRESSION_FAILED`.
 *
 * @example
 * transformAction(builtIns).execute({ transformation: "uppercase", input: "hi" }, context); // { result: "HI" }
 */
export function transformAction(transformations: readonly Transformation[]): TransformAction {
  const byName = new Map(transformations.map((one) => [one.name, one]));
  return defineAction({
    type: "transform",
    description: "Transforms data: text, encodings, numbers, dates, objects and lists.",
    config: configSchema(transformations),
    output: OUTPUT,
    expressions: ["input_field"],
    errors: actionErrors,
    examples: transformations.flatMap(firstExample),
    async execute(config, _needs, context) {
      // The config's schema is a union of the known names, so there always is one.
      const transformation = byName.get(config.transformation) as Transformation;
      return { result: await transform(transformation, config, context) };
    },
  });
}

async function transform(transformation: Transformation, config: TransformConfig, context: ActionContext) {
  const { transformation: name, input: value, input_field, ...options } = config;
  const given = value ?? input_field ?? null;
  const refused = jsonProblem({ input: given, ...options });
  if (refused !== undefined) throw refusedValue(name, refused);
  const input = transformation.input.safeParse(given);
  if (!input.success) throw wrongInput(transformation, given, input.error);
  const result: unknown = await transformation.run(input.data, options, transformationContext(name, context));
  const problem = jsonProblem(result);
  if (problem !== undefined) throw invalidResult(name, problem);
  return result as Json;
}

function firstExample({ name, examples, description }: Transformation): ActionExample[] {
  return examples.slice(0, 1).map(({ input, options }) => ({
    name,
    description,
    config: { transformation: name, input, ...options } as JsonObject,
  }));
}
