export { countingIds } from "./entropy";
export { holds, throws } from "./script";
export { countingStorage, dyingStorage, manualStorage, slowStorage } from "./storages";
export {
  action,
  type LogLine,
  notingLogger,
  type TestOptions,
  type TestOrchestrator,
  testOrchestrator,
  workflow,
} from "./test-orchestrator";
export { settle, turn, VirtualClock } from "./virtual-clock";
