import { z } from "zod";
import { seconds } from "../seconds";

/** When an instance that fails is left out, and how it comes back. */
export const passiveHealth = z.strictObject({
  consecutive_failures: z.int().positive().default(5).describe("So many failures in sequence eject it."),
  eject_seconds: seconds
    .default(30)
    .describe("How long it is left out the first time; each further time adds as much, up to ten times."),
  max_ejected_share: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("No more than this part of the instances is out at once, rounded down."),
  slow_start_seconds: z
    .number()
    .min(0)
    .max(86_400)
    .default(30)
    .describe("So long its share grows from a tenth to the whole after it is back."),
});

/** How instances are asked whether they are well. */
export const healthCheck = z.strictObject({
  path: z.string().startsWith("/").default("/health").describe("Below the instance's URL; asked with GET."),
  interval_seconds: seconds.default(10).describe("From the end of one check to the next."),
  timeout_seconds: seconds.default(2).describe("For one check."),
  unhealthy_after: z
    .int()
    .positive()
    .default(2)
    .describe("So many failed checks in sequence make it unhealthy."),
  healthy_after: z.int().positive().default(1).describe("So many good checks in sequence make it healthy."),
});

/** The options with their defaults. */
export type PassiveHealthConfig = z.output<typeof passiveHealth>;

/** The options with their defaults. */
export type HealthCheckConfig = z.output<typeof healthCheck>;
