import { z } from "zod";
import { filterText, json, jsonObject, named, time } from "./common";

/** `GET /healthz` and `GET /readyz`. */
export const healthSchema = named(
  "Health",
  "How the server is.",
  z.object({ status: z.enum(["ok", "ready"]) }),
);

/** `GET /actions`. */
export const actionListSchema = named(
  "ActionList",
  "The installed action types.",
  z.object({
    actions: z.array(
      z.object({
        type: z.string(),
        description: z.string(),
        config: jsonObject.describe("A JSON Schema."),
        output: jsonObject.nullable().describe("A JSON Schema; null: any JSON."),
        examples: z.array(z.object({ name: z.string(), description: z.string().optional(), config: json })),
        errors: z
          .array(
            z.object({
              code: z.string(),
              description: z.string().describe("When it comes."),
              retryable: z.boolean().describe("May the next attempt succeed?"),
            }),
          )
          .describe("What it fails with on purpose, as far as its plugin tells."),
        plugin: z.string().describe("The plugin that brings it."),
      }),
    ),
  }),
);

/** `GET /services`. */
export const serviceListSchema = named(
  "ServiceList",
  "What the service mesh says of itself.",
  z.object({ meshes: z.array(jsonObject).describe("One for each installed mesh; empty without one.") }),
);

const percentiles = z.object({ p50: z.number(), p95: z.number() }).nullable();
const count = z.int().min(0);

/** `GET /statistics`. */
export const statisticsSchema = named(
  "Statistics",
  "Counts of the newest executions.",
  z.object({
    since: time.describe("From here on executions were counted."),
    until: time,
    sampled: count.describe("How many executions were looked at."),
    is_complete: z
      .boolean()
      .describe("False: there are older ones in the time asked for that were not looked at."),
    by_status: z.record(z.string(), count),
    started_per_minute: z.number(),
    duration_ms: percentiles.describe("Of those that completed; null: none did."),
    failures: z
      .array(
        z.object({
          workflow_id: z.string(),
          workflow_name: z.string(),
          action_id: z.string().nullable(),
          code: z.string(),
          count,
        }),
      )
      .describe("The 20 commonest."),
    engine: z
      .object({ pending: count, running: count })
      .describe("Executions that wait for their turn, and that are at work."),
  }),
);

/** `GET /statistics`. */
export const statisticsQuery = z.strictObject({
  workflow_id: filterText.exactOptional().describe("Only this workflow's executions."),
  since: z
    .string()
    .max(50)
    .refine((text) => !Number.isNaN(Date.parse(text)), "a date and time (ISO 8601)")
    .exactOptional()
    .describe("Default: 24 hours ago."),
  sample: z
    .string()
    .regex(/^\d{1,5}$/, "a whole number from 1 to 10000")
    .transform(Number)
    .pipe(z.int().min(1).max(10_000))
    .exactOptional()
    .describe("How many executions to look at, the newest: 1 to 10000. Default 1000."),
});
