import { isDeepStrictEqual } from "node:util";
import type { Workflow, WorkflowDefinition, WorkflowManagementService, WorkflowResult } from "@tutti/core";

/** What the store adds to a definition. */
type Stored = Exclude<keyof Workflow, keyof WorkflowDefinition>;

/** What storing a workflow takes. */
type Definitions = Pick<
  WorkflowManagementService,
  "createWorkflow" | "listWorkflows" | "updateWorkflow" | "validateWorkflow"
>;

const PAGE = 1000;

/**
 * Stores a workflow under its name, so that a file which is run again and again is one workflow: stored
 * as it is already, it is taken as it is; changed, it is a new revision; else it is a new workflow. When
 * several have the name, the one stored last counts.
 */
export async function putWorkflow(
  workflows: Definitions,
  definition: WorkflowDefinition,
  user: string,
): Promise<WorkflowResult> {
  const stored = await findByName(workflows, definition.name);
  if (stored === undefined) return workflows.createWorkflow(definition, user);
  const before = definitionOf(stored);
  if (isDeepStrictEqual(before, JSON.parse(JSON.stringify(definition)))) {
    // What was valid once may need a plugin that is not installed any more.
    const checked = await workflows.validateWorkflow(definition);
    if (!checked.success) return { ...checked, workflow: null };
    return { success: true, message: "Workflow found.", workflow: stored, errors: [] };
  }
  const gone = Object.keys(before).filter((key) => !(key in definition));
  const changes = { ...Object.fromEntries(gone.map((key) => [key, null])), ...definition };
  return workflows.updateWorkflow(stored.workflow_id, changes, user);
}

/** The workflow of this name that was stored last. */
export async function findByName(
  workflows: Pick<WorkflowManagementService, "listWorkflows">,
  name: string,
): Promise<Workflow | undefined> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<WorkflowManagementService["listWorkflows"]>> =
      await workflows.listWorkflows({ q: name, limit: PAGE, ...(cursor === null ? {} : { cursor }) });
    const found = page.workflows.find((workflow) => workflow.name === name);
    if (found !== undefined) return found;
    cursor = page.next_cursor;
  } while (cursor !== null);
  return undefined;
}

/** A stored workflow as its author wrote it. */
export function definitionOf(workflow: Workflow): WorkflowDefinition {
  const stored: Record<Stored, unknown> = {
    workflow_id: 0,
    revision: 0,
    status: 0,
    created_by: 0,
    created_at: 0,
    updated_by: 0,
    updated_at: 0,
  };
  const own = Object.entries(workflow).filter(([key]) => !(key in stored));
  return Object.fromEntries(own) as unknown as WorkflowDefinition;
}
