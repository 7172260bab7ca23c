import { z } from "zod";
import { hasTemplate } from "../../expression";
import { isCron, isTimeZone } from "../cron";
import { type Frozen, formatted, jsonMap, text } from "./common";

const parameters = jsonMap
  .exactOptional()
  .describe("The parameters of the executions that this trigger starts. Any text may hold {{ templates }}.");

const schedule = z
  .strictObject({
    type: z.literal("schedule").describe("Starts executions by the clock."),
    cron: z
      .string()
      .refine(isCron, {
        error: 'a cron expression of 5 fields (or 6, seconds first) such as "0 9 * * MON-FRI"',
      })
      .describe(
        "When: minute hour day-of-month month day-of-week, optionally with seconds in front, or @daily.",
      ),
    timezone: z
      .string()
      .refine(isTimeZone, { error: 'an IANA time zone such as "Europe/Vienna"' })
      .exactOptional()
      .describe("The IANA time zone in which cron counts. Default: UTC."),
    parameters,
  })
  .meta({ id: "ScheduleTrigger", description: "Starts executions by the clock." });

const event = z
  .strictObject({
    type: z.literal("event").describe("Starts an execution for each event of a type."),
    event_type: text.describe("The type of the events, such as order.created."),
    filter: text
      .exactOptional()
      .describe("An expression over the event; when it gives false nothing is started."),
    parameters,
  })
  .meta({ id: "EventTrigger", description: "Starts an execution for each event of a type." });

const webhook = z
  .strictObject({
    type: z.literal("webhook").describe("Starts an execution for each signed HTTP request."),
    path: formatted(
      /^[A-Za-z0-9_-][A-Za-z0-9._~-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._~-]*)*$/,
      "a path such as orders/new, without a leading slash",
    ).describe("Where requests arrive: POST /api/v1/hooks/{path}."),
    secret: z
      .string()
      .refine(hasTemplate, {
        error: 'a reference such as "{{$secrets.WEBHOOK_KEY}}", never the secret itself',
      })
      .describe("The secret that requests must be signed with, as a reference: {{$secrets.NAME}}."),
    parameters,
  })
  .meta({ id: "WebhookTrigger", description: "Starts an execution for each signed HTTP request." });

/** What starts executions without a caller. */
export const triggerSchema = z.discriminatedUnion("type", [schedule, event, webhook]);

/** Starts executions by the clock. */
export type ScheduleTrigger = Frozen<z.infer<typeof schedule>>;

/** Starts an execution for each event of a type. */
export type EventTrigger = Frozen<z.infer<typeof event>>;

/** Starts an execution for each signed HTTP request. */
export type WebhookTrigger = Frozen<z.infer<typeof webhook>>;

/** What starts executions without a caller. */
export type Trigger = ScheduleTrigger | EventTrigger | WebhookTrigger;
