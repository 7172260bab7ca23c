export { type MemoryOptions, memory } from "./memory-storage";
export { type HeapTimer, TimerHeap } from "./timer-heap";
export { systemTimers, type TimeoutApi } from "./system-timers";
