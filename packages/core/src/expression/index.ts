export { type EvaluateOptions, evaluateExpression } from "./evaluate-expression";
export { compileCondition, compileExpression } from "./expression";
export { hasTemplate, type SplitResult, splitTemplate, type SplitText } from "./split";
export { compileTemplate } from "./template";
export {
  type Compilation,
  type CompiledExpression,
  type CompiledTemplate,
  type EvaluationLimits,
  type ExpressionProblem,
  type Reference,
  type Scope,
} from "./types";
export { toBoolean } from "./value";
