export { type MemoryOptions, memory } from "./memory-storage";
export { systemTimers } from "./system-timers";
