import { z } from "zod";
import { hasTemplate } from "../../expression";
import type { Json } from "../../json/json";
import { type Frozen, identifier, json, jsonMap, retrySchema, seconds, text } from "./common";

const actionType = text.describe("The kind of action, as an installed plugin or the core names it.");

const config = jsonMap
  .exactOptional()
  .describe("What the action type needs to know. Any text may hold {{ templates }}.");

const outcome = z.enum(["completed", "failed", "skipped"]);

const branch = z
  .strictObject({
    action: identifier.describe("The action_id that must have ended."),
    on: z.array(outcome).min(1).describe("Run only after one of these outcomes; otherwise be skipped."),
  })
  .meta({ id: "Branch", description: "A dependency on one outcome of an action." });

// Unions are kept flat, so that an issue can name every form that would do.
const dependsOn = z
  .union([identifier, branch, z.array(z.union([identifier, branch]))])
  .transform((given) => (Array.isArray(given) ? given : [given]));

const maxConcurrency = z.int().min(1);

const template = z.string().refine(hasTemplate, { error: 'a template such as "{{items}}"' });

const forEach = z.union([
  template,
  z.array(json),
  z.strictObject({
    items: z
      .union([template, z.array(json)])
      .describe("A template that gives an array, or the array itself."),
    max_concurrency: maxConcurrency.exactOptional().describe("How many items run at the same time."),
  }),
]);

const compensation = z
  .strictObject({ action_type: actionType, config })
  .meta({ id: "Compensation", description: "What undoes an action that completed." });

const writtenAction = z
  .strictObject({
    action_id: identifier.describe("The name by which templates read the output: {{action_id.field}}."),
    action_type: actionType,
    name: z.string().exactOptional().describe("A title for people."),
    description: z.string().exactOptional().describe("What the action is for."),
    config,
    depends_on: dependsOn
      .exactOptional()
      .describe("What must have ended first. References in templates imply it already."),
    condition: z
      .union([text, z.boolean()])
      .exactOptional()
      .describe("An expression, with or without {{ }}; when it gives false the action is skipped."),
    for_each: forEach
      .exactOptional()
      .describe(
        "An array, or a template that gives one: the action runs once per item, with $item and $index.",
      ),
    max_concurrency: maxConcurrency
      .exactOptional()
      .describe("How many items of for_each run at the same time."),
    retry: retrySchema.exactOptional().describe("How often and when the action is tried again."),
    timeout_seconds: seconds.exactOptional().describe("Seconds that one attempt may take."),
    on_error: z
      .enum(["fail", "continue"])
      .exactOptional()
      .describe("Does a failure fail the execution (default), or does the execution continue?"),
    compensate: compensation
      .exactOptional()
      .describe("Runs, in reverse order of completion, when the execution fails or is cancelled later."),
  })
  .superRefine((action, context) => {
    const { for_each, max_concurrency } = action;
    if (max_concurrency === undefined) return;
    const twice = isObject(for_each) && for_each.max_concurrency !== undefined;
    if (for_each !== undefined && !twice) return;
    context.addIssue({
      code: "custom",
      path: ["max_concurrency"],
      input: max_concurrency,
      message: twice ? "one place for it, in for_each or beside it" : "a for_each beside it",
    });
  });

type WrittenAction = z.infer<typeof writtenAction>;

/** One step of a workflow. The object form of `for_each` is rewritten to the form with a sibling key. */
export const actionSchema = writtenAction
  .transform(({ for_each, ...action }): Omit<WrittenAction, "for_each"> & { for_each?: string | Json[] } => {
    if (for_each === undefined) return action;
    if (!isObject(for_each)) return { ...action, for_each };
    const { items, ...rest } = for_each;
    return { ...action, ...rest, for_each: items };
  })
  .meta({ id: "Action", description: "One step of the workflow." });

function isObject<T>(value: T): value is Exclude<T, string | readonly unknown[] | undefined> {
  return typeof value === "object" && !Array.isArray(value);
}

/** One step of a workflow. */
export type WorkflowAction = Frozen<z.infer<typeof actionSchema>>;

/** An entry of `depends_on`. */
export type ActionDependency = NonNullable<WorkflowAction["depends_on"]>[number];

/** How an action can have ended, for `depends_on`. */
export type DependencyOutcome = z.infer<typeof outcome>;

/** What undoes an action that completed. */
export type Compensation = NonNullable<WorkflowAction["compensate"]>;
