export { countingIds } from "./entropy";
export { holds, throws } from "./script";
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
export { settle, VirtualClock } from "./virtual-clock";
