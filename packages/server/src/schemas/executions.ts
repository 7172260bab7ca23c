import { ACTION_STATUSES, EXECUTION_STATUSES } from "@tutti/core/runtime";
import { z } from "zod";
import { filterText, id, json, jsonObject, listOf, named, nextCursor, paging, time } from "./common";

const failure = named(
  "Failure",
  "Why an action or an execution failed.",
  z.looseObject({ code: z.string(), message: z.string() }),
);

const summaryFields = {
  execution_id: z.string(),
  workflow_id: z.string(),
  workflow_revision: z.int(),
  workflow_name: z.string(),
  status: z.enum(EXECUTION_STATUSES),
  error: failure.nullable(),
  created_by: z.string(),
  correlation_id: z.string(),
  parent_execution_id: z.string().nullable(),
  created_at: time,
  started_at: time.nullable(),
  completed_at: time.nullable(),
};

const summary = named("ExecutionSummary", "An execution as a list shows it.", z.object(summaryFields));

const action = named(
  "ActionState",
  "An action of an execution.",
  z.object({
    status: z.enum(ACTION_STATUSES),
    attempts: z.int(),
    output: json,
    error: failure.nullable(),
    started_at: time.nullable(),
    completed_at: time.nullable(),
    items: z
      .object({ total: z.int(), completed: z.int(), failed: z.int() })
      .optional()
      .describe("For a for_each action: how its items stand."),
  }),
);

/** An execution, whole. */
export const executionSchema = named(
  "Execution",
  "An execution. Values of secret parameters are masked.",
  z.object({
    ...summaryFields,
    parameters: jsonObject,
    actions: z.record(z.string(), action).describe("By action_id."),
    result: json.describe("The workflow's outputs; null until it has completed."),
    rerun_of: z.string().nullable().describe("The execution that this one repeats."),
    trigger: z.looseObject({ type: z.string() }).nullable().describe("The trigger that started it."),
    progress: z
      .object({ total: z.int(), ended: z.int(), running: z.int(), failed: z.int(), skipped: z.int() })
      .describe("How many of its actions there are, and how they stand."),
  }),
);

/** A page of executions. */
export const executionListSchema = named(
  "ExecutionList",
  "A page of executions, newest first.",
  z.object({ executions: z.array(summary), next_cursor: nextCursor }),
);

const moment = z
  .string()
  .max(50)
  .refine((text) => !Number.isNaN(Date.parse(text)), "a date and time (ISO 8601)");

/** `GET /executions`. */
export const executionQuery = z.strictObject({
  workflow_id: filterText.exactOptional().describe("Those of this workflow."),
  status: listOf(z.enum(EXECUTION_STATUSES)).exactOptional().describe("One or several, with commas."),
  created_by: filterText.exactOptional().describe("Those that this user started."),
  correlation_id: filterText.exactOptional().describe("Those of this group."),
  since: moment.exactOptional().describe("Created at or after (ISO 8601)."),
  until: moment.exactOptional().describe("Created before (ISO 8601)."),
  ...paging,
});

const executionId = id.describe("The execution.");

/** The id in `/executions/{execution_id}`. */
export const executionParams = z.object({ execution_id: executionId });

/** A start. */
export const startBody = named(
  "Start",
  "What to start an execution with.",
  z.strictObject({
    parameters: jsonObject.exactOptional(),
    idempotency_key: z
      .string()
      .min(1)
      .max(500)
      .exactOptional()
      .describe("A second start of the workflow with this key gives the execution of the first."),
    correlation_id: z.string().min(1).max(200).exactOptional().describe("Groups executions and events."),
    callback_url: z
      .string()
      .min(1)
      .max(2000)
      .exactOptional()
      .describe(
        "Where the execution is posted, signed, when it has ended: on a host that the server may call.",
      ),
  }),
);

/** `?wait=`. */
export const waitQuery = z.strictObject({
  wait: z
    .string()
    .regex(/^\d{1,5}(?:\.\d{1,3})?$/, "seconds, such as 10")
    .transform(Number)
    .pipe(z.number().min(0))
    .exactOptional()
    .describe("Seconds to wait for the end."),
});

/** What a cancel may say. */
export const cancelBody = named(
  "Cancel",
  "Why it is cancelled.",
  z.strictObject({ reason: z.string().max(1000).exactOptional() }),
).optional();

/** The names in `/executions/{execution_id}/signals/{name}`. */
export const signalParams = z.object({
  execution_id: executionId,
  name: z.string().min(1).max(200).describe("The signal that an action waits for."),
});

/** A signal's payload. */
export const signalBody = json.meta({ description: "The payload: any JSON. Without a body: null." });
