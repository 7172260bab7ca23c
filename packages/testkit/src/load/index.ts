export { type LoadLimits, LoadReport, type LoadResults, type LoadSample } from "./load-report";
export { type LoadProgress, loadTest, type LoadTestOptions } from "./load-test";
export { type PerformanceMonitor, type PerformanceResults, monitorPerformance } from "./performance-monitor";
export type { Durations } from "./statistics";
