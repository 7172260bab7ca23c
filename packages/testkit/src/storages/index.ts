export {
  countingStorage,
  dyingStorage,
  failingStorage,
  type FailingStorageOptions,
  manualStorage,
  mortalStorage,
  slowStorage,
} from "./faults";
export { trackedStorage } from "./tracked-storage";
export { wrapStorage } from "@tutti/core/runtime";
