export * from "./engine";
export { type HeapTimer, TimerHeap } from "./memory";
export * from "./plan";
export * from "./ports";
export * from "./run";
