import type { Meter } from "@opentelemetry/api";
import { type Resolver, type Token, token } from "@tutti/core";

/**
 * Adds metrics of its own: of a service mesh, a connection pool, a queue.
 *
 * - Called when: the orchestrator starts, if an SDK for metrics is registered.
 * - Given: the meter of this plugin, and the container.
 * - Returns: what takes its callbacks back when the orchestrator stops, or nothing.
 * - May throw: the orchestrator then does not start, and says why.
 */
export type MetricSource = (meter: Meter, resolver: Resolver) => (() => void) | undefined;

/** Extension point: who adds metrics. All are called, in the order of their registration. */
export const METRIC_SOURCE: Token<MetricSource> = token<MetricSource>("plugin-otel:metric-source");
