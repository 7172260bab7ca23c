export { Activity } from "./activity";
export { turn } from "./turn";
export { createTestClock, EPOCH, type TestClockOptions, VirtualClock } from "./virtual-clock";
