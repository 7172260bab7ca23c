export { Activity } from "./activity";
export type { Duration } from "./duration";
export { turn } from "./turn";
export { createTestClock, EPOCH, type TestClockOptions, VirtualClock } from "./virtual-clock";
