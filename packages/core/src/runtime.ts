export { type SchemaCheck, schemaProblems } from "./definition";
export * from "./engine";
export { formatPath, parsePath } from "./errors";
export { type HeapTimer, TimerHeap } from "./memory";
export * from "./plan";
export * from "./ports";
export * from "./run";
