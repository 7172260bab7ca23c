import type { WorkflowDefinition } from "../definition";
import type { Limits, Workflows } from "../engine";
import { type Issue, issue, TuttiError } from "../errors";
import type { JsonObject } from "../json/json";
import { isObject } from "../json/normalise";
import { type ActionCatalogue, checkDefinition, type Plan } from "../plan";
import type { Clock, Ids, Storage, WorkflowRecord } from "../ports";
import { describePlan, type PlanView } from "./plan-view";
import { type Refused, refused, type WorkflowResult } from "./results";
import { triggerPositions } from "./trigger-positions";
import { toWorkflow, type Workflow } from "./workflow-view";

/** What the use cases around definitions need. */
export interface DefinitionPorts {
  readonly storage: Storage;
  readonly workflows: Workflows;
  readonly catalogue: ActionCatalogue;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly limits: Limits;
  /** Told of each stored change, before the use case answers; undefined: the workflow was deleted. */
  readonly onChange: (workflowId: string, newest: WorkflowRecord | undefined) => Promise<void>;
}

/** What a definition is worth, without storing it. */
export type ValidationResult =
  | {
      readonly success: true;
      readonly valid: true;
      readonly message: string;
      readonly errors: readonly [];
      readonly plan: PlanView;
    }
  | (Refused & { readonly valid: false; readonly plan: null });

/** Which workflows to list. */
export interface ListWorkflowsOptions {
  /** A text that the name or description contains. */
  readonly q?: string;
  readonly tag?: string;
  readonly status?: "active" | "inactive";
  readonly created_by?: string;
  /** Workflows a page: 1..1000, default 50. */
  readonly limit?: number;
  readonly cursor?: string;
}

type Checked =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly errors: readonly Issue[] };

/** What the store adds to a definition: not part of a change. */
const STORED_KEYS = new Set([
  "workflow_id",
  "revision",
  "status",
  "created_by",
  "created_at",
  "updated_by",
  "updated_at",
]);

/** The use cases around workflow definitions. */
export class Definitions {
  constructor(private readonly ports: DefinitionPorts) {}

  async create(definition: unknown, userId: string): Promise<WorkflowResult> {
    const checked = this.check(definition);
    if (!checked.ok) return { ...refused(checked.errors), workflow: null };
    const now = this.ports.clock.now();
    const first = {
      workflow_id: this.ports.ids.uuid(),
      revision: 1,
      status: "active",
      definition: toRecordDefinition(checked.plan.definition),
      created_by: userId,
      created_at: now,
      updated_by: userId,
      updated_at: now,
    } as const;
    const record = await this.put(first, checked.plan);
    return done(record, `Workflow "${checked.plan.definition.name}" created.`);
  }

  validate(definition: unknown): ValidationResult {
    const checked = this.check(definition);
    if (!checked.ok) return { ...refused(checked.errors), valid: false, plan: null };
    const message = `Workflow "${checked.plan.definition.name}" is valid.`;
    return { success: true, valid: true, message, errors: [], plan: describePlan(checked.plan) };
  }

  async get(workflowId: string, revision?: number): Promise<WorkflowResult> {
    const record = await this.ports.storage.getWorkflow(workflowId, revision);
    return record === undefined ? unknown(workflowId) : done(record, "Workflow found.");
  }

  async list(
    options: ListWorkflowsOptions,
  ): Promise<{ workflows: readonly Workflow[]; next_cursor: string | null }> {
    const { q, limit = 50, ...rest } = options;
    const query = { ...rest, limit: checkLimit(limit), ...(q === undefined ? {} : { text: q }) };
    const { rows, next_cursor } = await this.ports.storage.listWorkflows(query);
    return { workflows: rows.map(toWorkflow), next_cursor };
  }

  async update(
    workflowId: string,
    changes: unknown,
    by: { userId: string; expectedRevision?: number | undefined },
  ): Promise<WorkflowResult> {
    const current = await this.ports.storage.getWorkflow(workflowId);
    if (current === undefined) return unknown(workflowId);
    const { expectedRevision } = by;
    if (expectedRevision !== undefined && expectedRevision !== current.revision) {
      const params = { workflow_id: workflowId, expected: expectedRevision, actual: current.revision };
      return { ...refused([issue("REVISION_CONFLICT", "", params)]), workflow: null };
    }
    const status = (isObject(changes) ? changes.status : null) ?? current.status;
    const checked = this.checkStatus(status) ?? this.check(merge(current.definition, changes));
    if (!checked.ok) return { ...refused(checked.errors), workflow: null };
    const { created_at, created_by } = current;
    const next: WorkflowRecord = {
      workflow_id: workflowId,
      created_at,
      created_by,
      revision: current.revision + 1,
      status: status as WorkflowRecord["status"],
      definition: toRecordDefinition(checked.plan.definition),
      updated_by: by.userId,
      updated_at: this.ports.clock.now(),
    };
    const record = await this.put(next, checked.plan, current);
    return done(record, `Workflow "${checked.plan.definition.name}" updated to revision ${record.revision}.`);
  }

  async delete(workflowId: string): Promise<WorkflowResult> {
    const record = await this.ports.storage.getWorkflow(workflowId);
    if (record === undefined || !(await this.ports.workflows.delete(workflowId))) return unknown(workflowId);
    await this.ports.onChange(workflowId, undefined);
    return done(record, "Workflow deleted; its executions stay readable.");
  }

  /** Stores a revision, with where its triggers begin, and tells of it. */
  private async put(next: WorkflowRecord, plan: Plan, before?: WorkflowRecord): Promise<WorkflowRecord> {
    const { onChange, storage, workflows } = this.ports;
    const record = { ...next, ...(await triggerPositions(storage, next, before)) };
    await workflows.put(record, plan);
    await onChange(record.workflow_id, record);
    return record;
  }

  private check(input: unknown): Checked {
    const { definitionBytes, actions } = this.ports.limits;
    const compiled = checkDefinition(input, this.ports.catalogue, { limits: { definitionBytes, actions } });
    return compiled.success ? { ok: true, plan: compiled.plan } : { ok: false, errors: compiled.errors };
  }

  private checkStatus(status: unknown): Checked | null {
    if (status === "active" || status === "inactive") return null;
    const problem = `"status" must be active or inactive, not ${JSON.stringify(status)}`;
    return {
      ok: false,
      errors: [issue("INVALID_DEFINITION", "status", { problem, fix: "Give one of the two." })],
    };
  }
}

/** A page's length, or an error that names the bounds. */
export function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit;
  const problem = `limit must be a whole number from 1 to 1000, not ${limit}`;
  throw TuttiError.of("INVALID_OPTIONS", {
    where: "list",
    problem,
    fix: "Ask for a page of 1 to 1000 rows.",
  });
}

/** As a JSON merge patch (RFC 7396) does at the top level: a given key replaces, null removes. */
function merge(definition: JsonObject, changes: unknown): unknown {
  if (!isObject(changes)) return changes;
  const merged = Object.entries({ ...definition, ...changes });
  return Object.fromEntries(merged.filter(([key, value]) => value !== null && !STORED_KEYS.has(key)));
}

function toRecordDefinition(definition: WorkflowDefinition): JsonObject {
  return definition;
}

function done(record: WorkflowRecord, message: string): WorkflowResult {
  return { success: true, message, workflow: toWorkflow(record), errors: [] };
}

function unknown(workflowId: string): WorkflowResult {
  return { ...refused([issue("UNKNOWN_WORKFLOW", "", { workflow_id: workflowId })]), workflow: null };
}
