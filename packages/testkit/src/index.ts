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
export { countingIds, scriptedRandom, testCipher } from "./entropy";
export { type LogLine, notingLogger } from "./log/noting-logger";
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
