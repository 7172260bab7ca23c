export {
  Activity,
  createTestClock,
  type Duration,
  EPOCH,
  type TestClockOptions,
  VirtualClock,
} from "./clock";
export {
  describePlugin,
  pluginContract,
  type PluginContractOptions,
  type PluginExample,
} from "./conformance";
export {
  type ContractCase,
  type ContractResult,
  type ContractSubject,
  describeContract,
  runContract,
  type RunContractOptions,
  runtimeContract,
  storageContract,
  type TestRunner,
} from "./contracts";
export {
  ActionBuilder,
  type ActionInput,
  anAction,
  aWorkflow,
  complexWorkflowData,
  fixtures,
  type ParameterInput,
  sampleWorkflowData,
  simpleWorkflowData,
  WorkflowBuilder,
} from "./data";
export { type DebugOptions, debugService, enableDebugLogging } from "./debug/debug";
export { countingIds, scriptedRandom, testCipher } from "./entropy";
export { TestkitError, type TestkitErrorCode, testkitErrors } from "./errors";
export {
  type RunnerHooks,
  type Use,
  type UsedWorkflowService,
  useEventStream,
  type UseOptions,
  useServiceMesh,
  useTestOrchestrator,
  useWorkflowService,
} from "./hooks";
export { beginLeakCheck, type LeakCheck, useLeakCheck } from "./leaks";
export {
  type Durations,
  type LoadLimits,
  type LoadProgress,
  LoadReport,
  type LoadResults,
  type LoadSample,
  loadTest,
  type LoadTestOptions,
  monitorPerformance,
  type PerformanceMonitor,
  type PerformanceResults,
} from "./load";
export { type LogLine, notingLogger } from "./log/noting-logger";
export {
  answer,
  MockAnswer,
  type MeshClock,
  type MockCall,
  type MockListener,
  MockRoute,
  MockService,
  MockServiceMesh,
  type RecordedMesh,
  recordedMesh,
  type RecordedMeshOptions,
  type ReplyOptions,
  type Responder,
  scrubber,
  type ScrubOptions,
} from "./mesh";
export { createTestOrchestrator, type TestOrchestrator, type TestOrchestratorOptions } from "./orchestrator";
export {
  type History,
  replay,
  type ReplayDifference,
  type ReplayOptions,
  type ReplayReport,
} from "./replay";
export { type Behaviour, holds, holdsUntilAborted, Script, ScriptedCall, throws } from "./script";
export {
  crashAfter,
  type CrashOptions,
  duplicateDelivery,
  failAction,
  type FailOptions,
  type Fault,
  type FaultTools,
  type FlakyOptions,
  flakyStore,
  slowAction,
} from "./faults";
export {
  type ActionOrder,
  assertCompleted,
  assertFailedWith,
  assertOutput,
  assertReceived,
  assertRanActions,
  assertSkipped,
  type ExecutionSubject,
  type ExpectedCall,
  matchers,
  type WorkflowMatchers,
} from "./matchers";
export {
  countingStorage,
  dyingStorage,
  failingStorage,
  type FailingStorageOptions,
  manualStorage,
  mortalStorage,
  slowStorage,
  trackedStorage,
  wrapStorage,
} from "./storages";
export { eventTimeline, timeline } from "./timeline/timeline";
