import { z } from "zod";
import { filterText, json, listOf, named, time } from "./common";

const eventSchema = named(
  "CloudEvent",
  "Something that happened (CloudEvents 1.0).",
  z.looseObject({
    specversion: z.literal("1.0"),
    id: z.string(),
    source: z.string(),
    type: z.string().describe("Such as tutti.action.completed."),
    subject: z.string().optional().describe("The action_id, for events of an action."),
    time,
    datacontenttype: z.literal("application/json"),
    correlationid: z.string(),
    executionid: z.string().optional(),
    workflowid: z.string().optional(),
    sequence: z.int().optional().describe("The place in the execution's journal, from 1."),
    position: z.int().optional().describe("The place among all events of the storage."),
    data: json,
  }),
);

/** An execution's journal. */
export const eventListSchema = named(
  "EventList",
  "An execution's events.",
  z.object({ events: z.array(eventSchema) }),
);

const place = z
  .string()
  .regex(/^\d{1,15}$/, "a whole number")
  .transform(Number)
  .pipe(z.int().min(0))
  .exactOptional();

/** `GET /executions/{execution_id}/events`. */
export const journalQuery = z.strictObject({
  after: place.describe("Only events behind this sequence. Last-Event-ID says the same."),
});

/** `GET /events`. */
export const eventsQuery = z.strictObject({
  types: listOf(z.string().min(1).max(200))
    .exactOptional()
    .describe("Such as action.failed or execution.*; several with commas."),
  workflow_id: filterText.exactOptional().describe("Those of this workflow's executions."),
  execution_id: filterText.exactOptional().describe("Those of this execution."),
  correlation_id: filterText.exactOptional().describe("Those of this group."),
  source: filterText.exactOptional().describe("Those from this source."),
  subject: filterText.exactOptional().describe("Those about this: of an execution, an action_id."),
  after: place.describe(
    "Begin behind this position; 0: with everything there is. Default: with what comes next.",
  ),
});
