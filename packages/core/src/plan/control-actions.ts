import { z } from "zod";
import { compileCondition } from "../expression";
import type { ActionDescriptor } from "../plugin/index";
import { schemaProblem } from "./payload-schema";

/** 100 years, as for every time span in a definition: beyond it, a date in ms would not be exact. */
const MAX_SECONDS = 100 * 365 * 24 * 3600;

const wait = {
  type: "wait",
  description: "Waits for a time span or until a point in time, without keeping anything busy.",
  config: z
    .strictObject({
      seconds: z.number().min(0).max(MAX_SECONDS).optional().describe("How long to wait, in seconds."),
      until: z
        .string()
        .min(1)
        .optional()
        .describe("ISO 8601 date and time with a zone; in the past: goes on at once."),
    })
    .superRefine(({ seconds, until }, context) => {
      if ((seconds === undefined) !== (until === undefined)) return;
      // At a number, which can't be a template: the problem is one whatever "until" will be.
      const path = seconds === undefined ? [] : ["seconds"];
      context.addIssue({ code: "custom", path, message: 'give either "seconds" or "until"' });
    }),
  output: z.object({ until: z.string() }),
  examples: [{ name: "an hour", config: { seconds: 3600 } }],
} satisfies ActionDescriptor;

const waitForSignal = {
  type: "wait_for_signal",
  description: "Waits until somebody sends the execution a signal; the output is the signal's payload.",
  config: z.strictObject({
    signal: z.string().min(1).describe("The signal's name."),
    timeout_seconds: z
      .number()
      .positive()
      .max(MAX_SECONDS)
      .optional()
      .describe("Fail with SIGNAL_TIMEOUT after this many seconds."),
    payload_schema: z
      .record(z.string(), z.json())
      .superRefine((schema, context) => {
        const problem = schemaProblem(schema);
        if (problem !== null) context.addIssue({ code: "custom", message: `is no JSON Schema: ${problem}` });
      })
      .optional()
      .describe("JSON Schema that the payload must fit."),
  }),
  examples: [{ name: "an approval", config: { signal: "approved", timeout_seconds: 86_400 } }],
} satisfies ActionDescriptor;

const waitForEvent = {
  type: "wait_for_event",
  description: "Waits until an event of a type is published; the output is the event.",
  config: z.strictObject({
    event_type: z.string().min(1).describe("The type of the event, such as order.paid; a * may end it."),
    filter: z
      .string()
      .min(1)
      .superRefine((filter, context) => {
        const compiled = compileCondition(filter);
        if (!compiled.ok)
          context.addIssue({ code: "custom", message: `it is no expression: ${compiled.problem.reason}` });
      })
      .optional()
      .describe("An expression over the event, such as data.total > 100. It reads $event and $values."),
    values: z
      .record(z.string(), z.json())
      .default({})
      .describe("What the filter compares with, by name: $values.order_id."),
    correlation: z.string().min(1).optional().describe("The event's correlation id."),
    timeout_seconds: z
      .number()
      .positive()
      .max(MAX_SECONDS)
      .optional()
      .describe("Fail with EVENT_TIMEOUT after this many seconds."),
  }),
  examples: [
    {
      name: "the payment of an order",
      config: {
        event_type: "order.paid",
        filter: "data.order_id = $values.order_id",
        values: { order_id: "{{order_id}}" },
        timeout_seconds: 86_400,
      },
    },
  ],
} satisfies ActionDescriptor;

const emitEvent = {
  type: "emit_event",
  description: "Publishes an event to the event stream; the output is the event.",
  config: z.strictObject({
    event_type: z
      .string()
      .min(1)
      .refine((type) => !type.startsWith("tutti."), "must not begin with tutti., as Tutti's own events do")
      .describe("The type of the event, such as order.paid."),
    subject: z.string().min(1).optional().describe("What the event is about, such as an order's number."),
    data: z.json().default(null).describe("The event's data."),
    correlation: z
      .string()
      .min(1)
      .optional()
      .describe("The event's correlation id. Default: the execution's."),
  }),
  examples: [
    {
      name: "an order is paid",
      config: { event_type: "order.paid", subject: "{{order_id}}", data: { total: 5 } },
    },
  ],
} satisfies ActionDescriptor;

const runWorkflow = {
  type: "run_workflow",
  description: "Runs another workflow as a child execution and waits for its end; the output is its result.",
  config: z.strictObject({
    workflow_id: z.string().min(1).describe("The workflow to run."),
    parameters: z.record(z.string(), z.json()).default({}).describe("The child's parameters."),
  }),
  examples: [{ name: "a child", config: { workflow_id: "wf_1", parameters: { url: "{{document_url}}" } } }],
} satisfies ActionDescriptor;

const fail = {
  type: "fail",
  description: "Fails, with a code and a message of the workflow author's own.",
  config: z.strictObject({
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, "must be upper-case letters, digits and _")
      .describe("The error's code, such as OUT_OF_STOCK."),
    message: z.string().min(1).describe("What is wrong, for people."),
  }),
  examples: [{ name: "nothing left", config: { code: "OUT_OF_STOCK", message: "No {{item}} left." } }],
} satisfies ActionDescriptor;

/** The action types that the core itself performs, by type. */
export const controlActions = {
  wait,
  wait_for_signal: waitForSignal,
  wait_for_event: waitForEvent,
  emit_event: emitEvent,
  run_workflow: runWorkflow,
  fail,
} as const;

/** An action type that the core itself performs. */
export type ControlActionType = keyof typeof controlActions;

/** True for an action type that the core itself performs. */
export function isControlAction(type: string): type is ControlActionType {
  return Object.hasOwn(controlActions, type);
}
