export { METRIC_SOURCE, type MetricSource } from "./metric-source";
export type { OtelOptions } from "./options";
export { otel, otel as plugin } from "./plugin";
