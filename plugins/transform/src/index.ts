export type { TransformConfig } from "./config";
export { transform, transform as plugin } from "./plugin";
export {
  defineTransformation,
  type EvaluateOptions,
  type InputProblem,
  TRANSFORMATION,
  type Transformation,
  type TransformationContext,
  type TransformationDefinition,
  type TransformationExample,
} from "./transformation";
