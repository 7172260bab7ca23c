import { z } from "zod";
import { hasTemplate } from "../../expression";
import { comes, isCron, isTimeZone } from "../cron";
import { type Frozen, formatted, jsonMap, text } from "./common";

const parameters = jsonMap
  .exactOptional()
  .describe("The parameters of the executions that this trigger starts. Any text may hold {{ templates }}.");

/** A day: later than that it would be another schedule. */
const MAX_JITTER_SECONDS = 24 * 60 * 60;

const schedule = z
  .strictObject({
    type: z.literal("schedule").describe("Starts executions by the clock."),
    cron: z
      .string()
      .refine(isCron, {
        error: 'a cron expression of 5 fields (or 6, seconds first) such as "0 9 * * MON-FRI"',
        abort: true,
      })
      .refine(comes, { error: "a cron expression that comes at some time: this one never does" })
      .describe(
        "When: minute hour day-of-month month day-of-week, optionally with seconds in front, or @daily.",
      ),
    timezone: z
      .string()
      .refine(isTimeZone, { error: 'an IANA time zone such as "Europe/Vienna"' })
      .exactOptional()
      .describe("The IANA time zone in which cron counts. Default: UTC."),
    parameters,
    overlap: z
      .enum(["skip", "queue", "allow"])
      .exactOptional()
      .describe(
        "What happens while the execution before is not over. skip (the default): nothing starts; queue: it starts afterwards; allow: it starts beside it.",
      ),
    catch_up: z
      .enum(["none", "last", "all"])
      .exactOptional()
      .describe(
        "Which times are made up that nothing was running at. Default: last, the newest; all: the newest 100.",
      ),
    jitter_seconds: z
      .number()
      .min(0)
      .max(MAX_JITTER_SECONDS)
      .exactOptional()
      .describe("Start so many seconds late at most, by chance. Default: 0."),
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
