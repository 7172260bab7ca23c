import {
  compileParameters,
  type ParameterChecker,
  type ParameterLimits,
  type WorkflowDefinition,
} from "../definition";
import { type ActionCatalogue, compileStored, type Plan } from "../plan";
import type { WorkflowRecord, WorkflowStore } from "../ports";

/** A stored revision, ready to run. */
export interface LoadedWorkflow {
  readonly record: WorkflowRecord;
  readonly plan: Plan;
  readonly parameters: ParameterChecker;
}

/** How many revisions are kept compiled. */
const CACHED = 1_000;

/** Loads stored workflows and compiles each revision once. */
export class Workflows {
  private readonly cache = new Map<string, LoadedWorkflow>();
  private readonly newest = new Map<string, LoadedWorkflow>();

  constructor(
    private readonly store: WorkflowStore,
    private readonly catalogue: ActionCatalogue,
    private readonly limits: ParameterLimits,
  ) {}

  /** The newest revision, when it is at hand. */
  known(workflowId: string): LoadedWorkflow | undefined {
    return this.newest.get(workflowId);
  }

  /** The newest revision, or undefined when there is no such workflow. */
  async current(workflowId: string): Promise<LoadedWorkflow | undefined> {
    const known = this.known(workflowId);
    if (known !== undefined) return known;
    const record = await this.store.getWorkflow(workflowId);
    return record === undefined ? undefined : this.keepNewest(this.load(record));
  }

  /** The revision an execution is pinned to; also of a workflow that was deleted since. */
  async pinned(workflowId: string, revision: number): Promise<LoadedWorkflow | undefined> {
    const known = this.cache.get(keyOf(workflowId, revision));
    if (known !== undefined) return known;
    const record = await this.store.getWorkflow(workflowId, revision);
    return record === undefined ? undefined : this.load(record);
  }

  /** Stores a revision and takes note of its plan. */
  async put(record: WorkflowRecord, plan: Plan): Promise<void> {
    await this.store.putWorkflow(record);
    this.keepNewest(this.keep({ record, plan, parameters: this.compile(plan.definition) }));
  }

  /** Deletes a workflow; false when there is none. */
  async delete(workflowId: string): Promise<boolean> {
    this.newest.delete(workflowId);
    return this.store.deleteWorkflow(workflowId);
  }

  private load(record: WorkflowRecord): LoadedWorkflow {
    const known = this.cache.get(keyOf(record.workflow_id, record.revision));
    if (known !== undefined) return known;
    const definition = record.definition as unknown as WorkflowDefinition;
    const plan = compileStored(definition, this.catalogue);
    return this.keep({ record, plan, parameters: this.compile(definition) });
  }

  private compile({ parameters }: WorkflowDefinition): ParameterChecker {
    return compileParameters(parameters, { limits: this.limits });
  }

  private keep(loaded: LoadedWorkflow): LoadedWorkflow {
    const { workflow_id, revision } = loaded.record;
    this.cache.set(keyOf(workflow_id, revision), loaded);
    forgetOldest(this.cache);
    return loaded;
  }

  private keepNewest(loaded: LoadedWorkflow): LoadedWorkflow {
    this.newest.set(loaded.record.workflow_id, loaded);
    forgetOldest(this.newest);
    return loaded;
  }
}

function keyOf(workflowId: string, revision: number): string {
  return `${workflowId}@${revision}`;
}

function forgetOldest(cache: Map<string, LoadedWorkflow>): void {
  if (cache.size <= CACHED) return;
  const oldest = cache.keys().next();
  if (!oldest.done) cache.delete(oldest.value);
}
