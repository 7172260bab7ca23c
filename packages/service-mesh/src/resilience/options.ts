import { z } from "zod";
import { seconds } from "../seconds";

/** When an instance that fails too often is not asked for a while. */
export const circuitBreaker = z.strictObject({
  failure_ratio: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe("It opens when more than this part of the newest requests failed."),
  newest_requests: z.int().positive().max(10_000).default(20).describe("So many requests are looked at."),
  open_seconds: seconds.default(15).describe("How long it stays open; then one request tries."),
});

/** How many requests a service gets at the same time. */
export const bulkhead = z.strictObject({
  max_concurrent: z.int().positive().describe("Requests under way at the same time, over all instances."),
  max_queued: z.int().min(0).default(0).describe("Requests that wait for their turn."),
});

/** How many requests a service gets in a time. */
export const rateLimit = z.strictObject({
  requests: z.int().positive().describe("So many in each period; as many at once after a quiet one."),
  per_seconds: seconds.default(1).describe("The period."),
  max_wait_seconds: z
    .number()
    .min(0)
    .max(86_400)
    .default(0)
    .describe("A request that would have to wait longer is refused at once."),
});

/** The options with their defaults. */
export type CircuitBreakerConfig = z.output<typeof circuitBreaker>;

/** The options with their defaults. */
export type BulkheadConfig = z.output<typeof bulkhead>;

/** The options with their defaults. */
export type RateLimitConfig = z.output<typeof rateLimit>;
