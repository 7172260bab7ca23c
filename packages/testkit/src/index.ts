export { Activity, createTestClock, EPOCH, type TestClockOptions, VirtualClock } from "./clock";
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
export { countingIds, scriptedRandom, testCipher } from "./entropy";
export { TestkitError, type TestkitErrorCode, testkitErrors } from "./errors";
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
export { type Behaviour, holds, holdsUntilAborted, Script, ScriptedCall, throws } from "./script";
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
