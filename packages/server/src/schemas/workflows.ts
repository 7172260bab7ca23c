import { z } from "zod";
import { filterText, id, issueSchema, json, named, nextCursor, paging, time } from "./common";

/** Any JSON: the core checks definitions, and says all that is wrong with one. */
export const definitionBody = named("WorkflowDefinition", "A workflow definition.", json);

const status = z.enum(["active", "inactive"]);

/** What the store adds to a definition. */
export const storedFields = {
  workflow_id: z.string(),
  revision: z.int().min(1).describe("1 for the first, one more with each update."),
  status: status.describe("An inactive workflow starts no executions."),
  created_by: z.string(),
  created_at: time,
  updated_by: z.string(),
  updated_at: time,
};

/** A stored workflow. The document puts the definition's own fields in. */
export const workflowSchema = named(
  "Workflow",
  "A stored workflow: its definition, and what the store knows of it.",
  z.looseObject(storedFields),
);

/** A page of workflows. */
export const workflowListSchema = named(
  "WorkflowList",
  "A page of workflows, newest first.",
  z.object({ workflows: z.array(workflowSchema), next_cursor: nextCursor }),
);

/** What a definition is worth. */
export const validationSchema = named(
  "Validation",
  "What a definition is worth.",
  z.object({
    valid: z.boolean(),
    errors: z.array(issueSchema),
    plan: z
      .object({
        actions: z.array(
          z.object({
            action_id: z.string(),
            action_type: z.string(),
            stage: z.enum(["main", "cleanup"]),
            waits_for: z.array(z.object({ action_id: z.string(), on: z.array(z.string()).nullable() })),
            has_condition: z.boolean(),
            is_for_each: z.boolean(),
          }),
        ),
      })
      .nullable()
      .describe("What waits for what; null for a definition that is not valid."),
  }),
);

/** `GET /workflows`. */
export const workflowQuery = z.strictObject({
  q: filterText.exactOptional().describe("A text in the name or description."),
  tag: filterText.exactOptional().describe("Those with this tag."),
  status: status.exactOptional().describe("Active ones, or inactive ones."),
  created_by: filterText.exactOptional().describe("Those that this user created."),
  ...paging,
});

/** The id in `/workflows/{workflow_id}`. */
export const workflowParams = z.object({ workflow_id: id.describe("The workflow.") });

/** `?revision=`. */
export const revisionQuery = z.strictObject({
  revision: z
    .string()
    .regex(/^\d{1,9}$/, "a whole number of at least 1")
    .transform(Number)
    .pipe(z.int().min(1))
    .exactOptional()
    .describe("This revision instead of the newest."),
});

/** What a PATCH may change. */
export const patchBody = named(
  "WorkflowPatch",
  "What to change; null removes.",
  z.strictObject({
    description: z.string().nullable().exactOptional(),
    tags: z.array(z.string()).nullable().exactOptional(),
    status: status.exactOptional(),
  }),
);
