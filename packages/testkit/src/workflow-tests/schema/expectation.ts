import { ACTION_STATUSES } from "@tutti/core/runtime";
import { z } from "zod";
import { count, duration, json, jsonMap, text } from "./common";

const STATUSES = [
  "completed",
  "failed",
  "cancelled",
  "waiting",
  "running",
  "paused",
  "pending",
  "refused",
] as const;

const error = z.strictObject({
  code: text.exactOptional().describe("The error's code."),
  message_includes: text.exactOptional().describe("A part of its message."),
  action_id: text.exactOptional().describe("The action that failed."),
  attempt: z.int().min(1).exactOptional().describe("The attempt that failed."),
});

const code = text.describe("The error's code.");

const actionStatus = z.enum(ACTION_STATUSES);

const action = z.strictObject({
  status: actionStatus.exactOptional().describe("How it stands."),
  attempts: count.exactOptional().describe("How many attempts it took."),
  output: json.exactOptional().describe("Its whole output."),
  output_includes: json.exactOptional().describe("A part of its output."),
  error: z.union([code, error]).exactOptional().describe("Its error: the code, or more."),
  config: json.exactOptional().describe("The config of its last call, with its templates filled in."),
  config_includes: json.exactOptional().describe("A part of that config."),
  calls: count.exactOptional().describe("How often its executor was called; mocked calls count."),
});

const call = z.strictObject({
  service: text.describe("The service's name."),
  method: text.default("POST").describe("The HTTP method. Default POST."),
  path: text.describe("The path, without a query."),
  parameters: json.exactOptional().describe("The whole JSON body, or what went into the query."),
  parameters_include: json.exactOptional().describe("A part of it."),
  headers_include: z.record(z.string(), z.string()).exactOptional().describe("Headers it brought."),
  times: z.int().min(1).exactOptional().describe("Exactly so many such calls. Default: one or more."),
});

const order = z.array(z.union([text, z.array(text)]));

const takes = z.union([
  duration,
  z.strictObject({
    at_least: duration.exactOptional().describe("No less."),
    at_most: duration.exactOptional().describe("No more."),
  }),
]);

/** What is checked of an execution. Everything may be left out. */
export const expectation = z
  .strictObject({
    status: z.enum(STATUSES).exactOptional().describe("How it ended or stands; refused: it was not started."),
    outputs: json.exactOptional().describe("The execution's whole result."),
    outputs_include: jsonMap.exactOptional().describe("A part of the result."),
    error: z.union([code, error]).exactOptional().describe("Its error: the code, or more."),
    actions: z
      .record(text, z.union([actionStatus, action]))
      .exactOptional()
      .describe("Actions by their action_id: the status, or more."),
    order: order
      .exactOptional()
      .describe("Actions in the order of their starts; those of an inner list in any order."),
    skipped: z.array(text).exactOptional().describe("Exactly the actions that were skipped."),
    calls: z
      .array(call)
      .exactOptional()
      .describe("Calls that services got, in any order; an empty list: there were none."),
    takes: takes.exactOptional().describe("The virtual time from its start to its end."),
    executions: count.exactOptional().describe("How many executions of the workflow there are."),
    snapshot: z
      .boolean()
      .exactOptional()
      .describe("Compare its events with those that are stored beside the file. Default false."),
  })
  .meta({ id: "Expectation", description: "What is checked of an execution." });

/** What is checked of an execution. */
export type Expectation = z.output<typeof expectation>;
/** What is checked of an error. */
export type ErrorExpectation = z.output<typeof error>;
/** What is checked of an action. */
export type ActionExpectation = z.output<typeof action>;
/** A call that a service should have got. */
export type CallExpectation = z.output<typeof call>;
