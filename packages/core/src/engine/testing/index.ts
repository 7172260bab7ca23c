export { countingIds, scriptedRandom } from "./entropy";
export { type Behaviour, holds, holdsUntilAborted, Script, ScriptedCall, throws } from "./script";
export {
  countingStorage,
  dyingStorage,
  failingStorage,
  manualStorage,
  slowStorage,
  wrapStorage,
} from "./storages";
export {
  action,
  type LogLine,
  notingLogger,
  type TestOptions,
  type TestOrchestrator,
  testOrchestrator,
  workflow,
} from "./test-orchestrator";
export { EPOCH, settle, turn, VirtualClock } from "./virtual-clock";
