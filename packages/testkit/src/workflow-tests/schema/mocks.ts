import { z } from "zod";
import { count, duration, json, text, thrown } from "./common";

const times = z.int().min(1).default(1).describe("So many calls get it; what stands last lasts. Default 1.");
const delay = duration.exactOptional().describe("It comes so much later, in virtual time.");

const reply = z.strictObject({
  reply: json.describe("The body."),
  status: z.int().min(100).max(599).default(200).describe("The HTTP status. Default 200."),
  headers: z.record(z.string(), z.string()).default({}).describe("The answer's headers."),
  delay,
  times,
});

const failure = z.strictObject({
  fail: z.int().min(400).max(599).describe("The HTTP status, which is an error for the caller."),
  body: json.exactOptional().describe("The body. Default: { error: the status in words }."),
  headers: z.record(z.string(), z.string()).default({}).describe("The answer's headers."),
  delay,
  times,
});

const drop = z.strictObject({
  drop: z.literal(true).describe("The connection breaks off."),
  delay,
  times,
});

const answer = z.union([reply, failure, drop]);

/** What a service answers to the calls of one method and path: one answer, or several in turn. */
const answers = z
  .union([answer, z.array(answer).min(1)])
  .transform((given) => (Array.isArray(given) ? given : [given]));

const ROUTE = /^[A-Z]+ \/\S*$/;

const routes = z.record(z.string(), answers).superRefine((given, context) => {
  for (const key of Object.keys(given).filter((one) => !ROUTE.test(one))) {
    const message = 'expected a method and a path such as "POST /analyze"';
    context.addIssue({ code: "custom", path: [key], input: key, message });
  }
});

/** The services of a case: by their names, and then by method and path. */
export const services = z.record(text, routes);

const outcome = z.union([
  z.strictObject({ output: json.describe("What the action gives."), delay, times }),
  z.strictObject({ error: thrown.describe("What the action throws."), delay, times }),
]);

/** The mocked actions of a case, by action_id: one outcome, or several in turn. */
export const actions = z.record(
  text,
  z.union([outcome, z.array(outcome).min(1)]).transform((given) => (Array.isArray(given) ? given : [given])),
);

const fault = z.union([
  z.strictObject({
    crash_after: text.describe("The event's type, such as action.completed."),
    action: text.exactOptional().describe("Only events of this action."),
    times: z.int().min(1).default(1).describe("So many crashes. Default 1."),
  }),
  z.strictObject({
    fail_action: text.describe("The action_id."),
    times: z.int().min(1).exactOptional().describe("So many calls fail. Default: all."),
    error: thrown.exactOptional().describe("What they throw. Default: INJECTED_FAULT, retryable."),
  }),
  z.strictObject({
    slow_action: text.describe("The action_id."),
    by: duration.describe("Its calls take so much longer."),
  }),
  z.strictObject({
    duplicate_delivery: z
      .union([text, z.literal(true)])
      .describe("The action_id whose calls are made twice; true: those of every action."),
  }),
  z.strictObject({
    flaky_store: z
      .strictObject({
        failures: z.int().min(1).exactOptional().describe("So many refusals in a row. Default 1."),
        after: count.exactOptional().describe("So many commits before the first refusals. Default 3."),
        repeat: z.boolean().exactOptional().describe("Again and again. Default false."),
      })
      .describe("The store refuses commits with STORAGE_UNAVAILABLE."),
  }),
]);

/** What goes wrong in a case. */
export const faults = z.array(fault);

/** One answer of a service. */
export type AnswerSpec = z.output<typeof answer>;
/** The services of a case. */
export type ServicesSpec = z.output<typeof services>;
/** One outcome of a mocked action. */
export type OutcomeSpec = z.output<typeof outcome>;
/** The mocked actions of a case. */
export type ActionsSpec = z.output<typeof actions>;
/** One thing that goes wrong. */
export type FaultSpec = z.output<typeof fault>;
