export {
  ActionBuilder,
  type ActionInput,
  anAction,
  aWorkflow,
  type ParameterInput,
  WorkflowBuilder,
} from "./builders";
export { complexWorkflowData, fixtures, sampleWorkflowData, simpleWorkflowData } from "./fixtures";
