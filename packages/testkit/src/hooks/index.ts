export { type RunnerHooks } from "./runner-hooks";
export {
  type Use,
  type UsedWorkflowService,
  useEventStream,
  type UseOptions,
  useServiceMesh,
  useTestOrchestrator,
  useWorkflowService,
} from "./use-test-orchestrator";
