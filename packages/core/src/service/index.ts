export type { ListWorkflowsOptions, ValidationResult } from "./definitions";
export type { ActionView, Execution, ExecutionSummary } from "./execution-view";
export type { ListExecutionsOptions, StartOptions, WaitOptions } from "./executions";
export type { PlannedAction, PlanView } from "./plan-view";
export type { ExecutionResult, Refused, WorkflowResult } from "./results";
export { WorkflowManagementService } from "./workflow-management-service";
export type { Workflow } from "./workflow-view";
// With its names spelt out, other modules could not add to WorkflowTypes.
export type * from "./workflow-types";
