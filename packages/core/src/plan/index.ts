export { type ActionCatalogue, actionCatalogue, type ActionSource } from "./catalogue";
export { checkDefinition } from "./check-definition";
export { type CompileResult, compilePlan, compileStored } from "./compile";
export { type ControlActionType, controlActions, isControlAction } from "./control-actions";
export { payloadProblem } from "./payload-schema";
export type { Outcome, Plan, PlanAction, PlanCompensation, PlanDependency, PlanRetry } from "./plan";
