import { z } from "zod";
import { actionSchema } from "./schema/action";
import { type Frozen, jsonMap, retrySchema, seconds, text } from "./schema/common";
import { parameterSchema } from "./schema/parameter";
import { triggerSchema } from "./schema/trigger";

const defaults = z
  .strictObject({
    retry: retrySchema.exactOptional().describe("For actions without retry."),
    timeout_seconds: seconds.exactOptional().describe("For actions without timeout_seconds."),
  })
  .meta({ id: "Defaults", description: "What applies to actions that set nothing themselves." });

const concurrency = z
  .strictObject({
    limit: z
      .int()
      .min(1)
      .describe("How many executions of one key run at the same time; others wait in order."),
    key: text
      .exactOptional()
      .describe("A template over the parameters: only executions with the same key wait for each other."),
  })
  .meta({ id: "Concurrency", description: "How many executions run at the same time." });

/**
 * The whole workflow definition. Types, checks and the JSON Schema for editors come from here.
 *
 * Use {@link parseDefinition} to check a definition: it also finds what one schema cannot see.
 */
export const workflowSchema = z.strictObject({
  $schema: z.string().exactOptional().describe("The address of this JSON Schema, for editors."),
  name: z.string().min(1).max(200).describe("The workflow's name, 1 to 200 characters."),
  description: z.string().exactOptional().describe("What the workflow is for."),
  parameters: z.array(parameterSchema).default([]).describe("What an execution takes."),
  actions: z
    .array(actionSchema)
    .default([])
    .describe("The steps. Each starts as soon as what it depends on has ended."),
  outputs: jsonMap
    .exactOptional()
    .describe("The execution's result, by name: templates over parameters and actions."),
  tags: z.array(text).exactOptional().describe("Words to find the workflow by."),
  timeout_seconds: seconds.exactOptional().describe("Seconds that a whole execution may take."),
  defaults: defaults.exactOptional().describe("What applies to actions that set nothing themselves."),
  on_failure: z
    .array(actionSchema)
    .exactOptional()
    .describe("Actions to run once when the execution fails or is cancelled; they see $error."),
  triggers: z.array(triggerSchema).exactOptional().describe("What starts executions without a caller."),
  concurrency: concurrency.exactOptional().describe("How many executions run at the same time."),
});

/** A workflow definition as an author writes it in code. */
export type WorkflowInput = Frozen<z.input<typeof workflowSchema>>;

/** A checked workflow definition: read-only plain data. */
export type WorkflowDefinition = Frozen<z.infer<typeof workflowSchema>>;

/** Policies for actions that set none themselves. */
export type ActionDefaults = NonNullable<WorkflowDefinition["defaults"]>;

/** How many executions run at the same time. */
export type ConcurrencyPolicy = NonNullable<WorkflowDefinition["concurrency"]>;
