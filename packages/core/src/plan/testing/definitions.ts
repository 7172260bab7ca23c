import * as fc from "fast-check";
import { z } from "zod";
import { parseDefinition, type WorkflowDefinition, type WorkflowInput } from "../../definition";
import type { ActionDescriptor } from "../../plugin/index";
import { compilePlan } from "../compile";
import type { Plan } from "../plan";

const notification: ActionDescriptor = {
  type: "notification",
  description: "Sends a message.",
  config: z.strictObject({
    message: z.string(),
    channels: z.array(z.enum(["log", "slack"])).optional(),
    priority: z.int().min(1).optional(),
  }),
};

const transform: ActionDescriptor = {
  type: "transform",
  description: "Transforms a value.",
  config: z.strictObject({ transformation: z.string(), input_field: z.json().optional() }),
  expressions: ["input_field"],
};

/** Two action types much like those that come with Tutti. */
export const actionTypes: readonly ActionDescriptor[] = [notification, transform];

/** An action of a definition, as tests write it. */
export interface ActionInput {
  readonly [key: string]: unknown;
}

/** A notification with the given id. */
export function notify(action_id: string, rest: ActionInput = {}): ActionInput {
  return { action_id, action_type: "notification", config: { message: "hi" }, ...rest };
}

/** A workflow of the given actions. */
export function workflow(actions: readonly ActionInput[], rest: object = {}): WorkflowInput {
  return { name: "w", actions, ...rest } as unknown as WorkflowInput;
}

/** A parsed definition; fails the test when it does not fit the schema. */
export function definitionOf(input: unknown): WorkflowDefinition {
  const { definition, errors } = parseDefinition(input, { limits: { definitionBytes: 1e8 } });
  expect(errors).toEqual([]);
  return definition as WorkflowDefinition;
}

/** The plan of a workflow; fails the test when there are errors. */
export function planOf(input: unknown): Plan {
  const { plan, errors } = compilePlan(definitionOf(input), actionTypes);
  expect(errors).toEqual([]);
  return plan as Plan;
}

/** Code, path and message of each error of compiling a workflow that fits the schema. */
export function errorsOf(input: unknown): string[] {
  return compilePlan(definitionOf(input), actionTypes).errors.map(
    ({ code, path, message }) => `${code} ${path}: ${message}`,
  );
}

/** What each action waits for, by action_id. */
export function waitsOf(input: unknown): Record<string, string[]> {
  const { actions } = planOf(input);
  const entries = actions.map(({ id, waits_for }) => [
    id,
    waits_for.map(({ action }) => actions[action]?.id ?? ""),
  ]);
  return Object.fromEntries(entries) as Record<string, string[]>;
}

/** The workflow of a graph: by position, the positions an action names in `depends_on` and those it reads. */
export function workflowOfGraph(
  graph: readonly { readonly named: readonly number[]; readonly read: readonly number[] }[],
): WorkflowInput {
  return workflow(
    graph.map(({ named, read }, position) => ({
      action_id: `a${position}`,
      action_type: "notification",
      depends_on: named.map((other) => `a${other}`),
      config: { message: read.map((other) => `{{a${other}.x}}`).join(" ") || "hi" },
    })),
  );
}

/** Any graph whose edges lead to earlier nodes only, so that there is no cycle. */
export const anyAcyclicGraph = fc
  .array(
    fc.record({
      named: fc.uniqueArray(fc.nat({ max: 20 }), { maxLength: 3 }),
      read: fc.uniqueArray(fc.nat({ max: 20 }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 15 },
  )
  .map((nodes) =>
    nodes.map(({ named, read }, position) => ({
      named: named.filter((other) => other < position),
      read: read.filter((other) => other < position),
    })),
  );
