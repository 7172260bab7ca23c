export { duplicateDelivery, failAction, type FailOptions, slowAction } from "./action-faults";
export type { Fault, FaultTools } from "./fault";
export { crashAfter, type CrashOptions, type FlakyOptions, flakyStore } from "./store-faults";
