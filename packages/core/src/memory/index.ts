export { type MemoryOptions, memory } from "./memory-storage";
export { systemTimers, type TimeoutApi } from "./system-timers";
