import { TuttiError } from "../errors";
import type { Plan } from "../plan";
import type { ExecutionRow, JournalEntry, Storage } from "../ports";
import { corrupt, fromEntry } from "./entries";
import type { RunHost } from "./ports";
import { Run } from "./run";
import type { Workflows } from "./workflows";

/** An execution as its journal tells it. */
export interface Loaded {
  readonly run: Run;
  /** Somebody has retried it by hand, for its own sake. */
  readonly wasRetried: boolean;
}

/** Reads executions from the storage. */
export class Loader {
  constructor(
    private readonly storage: Storage,
    private readonly workflows: Workflows,
    private readonly host: () => RunHost,
  ) {}

  /** Reads and replays an execution; undefined when there is none such. Throws `CORRUPT_JOURNAL`. */
  async load(executionId: string): Promise<Loaded | undefined> {
    const entries = await this.storage.read(executionId);
    const [first] = entries;
    if (first === undefined) return undefined;
    const run = new Run(await this.planOf(first), executionId, this.host());
    run.replay(entries);
    return { run, wasRetried: entries.some(({ type }) => type === "execution.retried") };
  }

  /** The revision of the workflow that an execution is pinned to. */
  async pinned(row: Pick<ExecutionRow, "workflow_id" | "workflow_revision">): Promise<Plan | undefined> {
    return (await this.workflows.pinned(row.workflow_id, row.workflow_revision))?.plan;
  }

  private async planOf(first: JournalEntry): Promise<Plan> {
    const created = fromEntry(first);
    if (created.type !== "execution.created" || first.sequence !== 1)
      throw corrupt(first, "it does not begin with execution.created");
    const { workflow_id, workflow_revision } = created.data;
    const plan = await this.pinned({ workflow_id, workflow_revision });
    if (plan === undefined)
      throw corrupt(first, `workflow ${workflow_id} revision ${workflow_revision} is gone`);
    return plan;
  }
}

/** Does the error say that the journal, and not the storage, is at fault? */
export function isCorrupt(error: unknown): error is TuttiError {
  return error instanceof TuttiError && error.code === "CORRUPT_JOURNAL";
}

/** Does the error say that the storage may take the entries later? */
export function isTransient(error: unknown): boolean {
  return error instanceof TuttiError && error.code === "STORAGE_UNAVAILABLE";
}
