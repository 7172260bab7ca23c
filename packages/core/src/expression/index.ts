export { type EvaluateOptions, evaluateExpression } from "./evaluate-expression";
export { compileCondition, compileExpression } from "./expression";
export { hasTemplate } from "./split";
export { compileTemplate, type TemplateCompilation } from "./template";
export {
  type Compilation,
  type CompiledExpression,
  type CompiledTemplate,
  type EvaluationLimits,
  type ExpressionProblem,
  type Reference,
  type Scope,
  type Sources,
} from "./types";
export { toBoolean } from "./value";
