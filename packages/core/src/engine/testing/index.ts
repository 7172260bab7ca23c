export { scriptedRandom } from "./entropy";
export { holds, holdsUntilAborted, Script, ScriptedCall, throws } from "./script";
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
  type TestOrchestrator,
  testOrchestrator,
  workflow,
} from "./test-orchestrator";
export { settle, turn, VirtualClock } from "./virtual-clock";
