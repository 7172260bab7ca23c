import type { ActionContext } from "@tutti/core";
import { expressionFailure, invalidInput } from "./errors";
import { evaluator } from "./expression";
import type { TransformationContext } from "./transformation";

/**
 * What a transformation may use, made from what the action may use. Errors name the transformation.
 *
 * @example
 * await transformation.run(input, options, transformationContext(transformation.name, context));
 */
export function transformationContext(name: string, context: ActionContext): TransformationContext {
  const evaluate = evaluator(context);
  return {
    clock: context.clock,
    signal: context.signal,
    logger: context.logger,
    heartbeat: () => context.heartbeat(),
    invalidInput: (problem) => invalidInput(name, problem),
    async evaluate(expression, input, { where, variables = {} } = {}) {
      try {
        return await evaluate(expression, { input, variables });
      } catch (error) {
        throw expressionFailure(name, error, where);
      }
    },
  };
}
