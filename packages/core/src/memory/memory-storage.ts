import { TuttiError } from "../errors";
import type {
  Commit,
  ExecutionQuery,
  ExecutionRow,
  JournalEntry,
  Page,
  Storage,
  WorkflowQuery,
  WorkflowRecord,
} from "../ports";
import { page } from "./paging";

/** Options of {@link memory}. */
export interface MemoryOptions {
  /** How many ended executions are kept; the oldest are forgotten first. Default 10,000. */
  readonly endedExecutions?: number;
}

/**
 * A storage in this process's memory: nothing survives the process. The default of `createOrchestrator`.
 *
 * @example
 * createOrchestrator({ storage: memory({ endedExecutions: 100 }) });
 */
export function memory(options: MemoryOptions = {}): Storage {
  return new MemoryStorage(options.endedExecutions ?? 10_000);
}

class MemoryStorage implements Storage {
  readonly name = "memory";
  readonly abilities = { durable: false };
  private readonly journals = new Map<string, JournalEntry[]>();
  private readonly executions = new Map<string, ExecutionRow>();
  private readonly keys = new Map<string, string>();
  private readonly keyOfExecution = new Map<string, string>();
  private readonly workflows = new Map<string, WorkflowRecord[]>();
  private readonly deleted = new Set<string>();
  private readonly ended = new EndOrder();

  constructor(private readonly kept: number) {}

  open(): void {
    // Nothing to open.
  }

  close(): void {
    // Nothing to close: a closed store can still be read, as tests like to.
  }

  append({ entries, row, idempotency_key }: Commit): void {
    const id = row.execution_id;
    const journal = this.journals.get(id) ?? [];
    const first = entries[0]?.sequence ?? 0;
    if (first !== journal.length + 1) {
      throw TuttiError.of("JOURNAL_CONFLICT", { execution_id: id, expected: first, actual: journal.length });
    }
    for (const entry of entries) journal.push(entry);
    this.journals.set(id, journal);
    this.executions.set(id, row);
    if (idempotency_key !== undefined) this.keep(row, idempotency_key);
    if (row.completed_at === null) this.ended.delete(id);
    else this.end(id);
  }

  read(executionId: string, from = 1): readonly JournalEntry[] {
    return this.journals.get(executionId)?.slice(Math.max(0, from - 1)) ?? [];
  }

  getExecution(executionId: string): ExecutionRow | undefined {
    return this.executions.get(executionId);
  }

  listExecutions(query: ExecutionQuery): Page<ExecutionRow> {
    const rows = [...this.executions.values()].filter((row) => matches(row, query));
    return page(rows, query, { time: (row) => row.created_at, id: (row) => row.execution_id });
  }

  unfinished(): readonly ExecutionRow[] {
    return [...this.executions.values()].filter((row) => row.completed_at === null);
  }

  findByIdempotencyKey(workflowId: string, key: string): string | undefined {
    return this.keys.get(JSON.stringify([workflowId, key]));
  }

  putWorkflow(record: WorkflowRecord): void {
    const revisions = this.workflows.get(record.workflow_id) ?? [];
    if (record.revision !== revisions.length + 1) {
      const { workflow_id } = record;
      throw TuttiError.of("REVISION_CONFLICT", {
        workflow_id,
        expected: record.revision - 1,
        actual: revisions.length,
      });
    }
    revisions.push(record);
    this.workflows.set(record.workflow_id, revisions);
  }

  getWorkflow(workflowId: string, revision?: number): WorkflowRecord | undefined {
    const revisions = this.workflows.get(workflowId);
    if (revision !== undefined) return revisions?.[revision - 1];
    return this.deleted.has(workflowId) ? undefined : revisions?.at(-1);
  }

  listWorkflows(query: WorkflowQuery): Page<WorkflowRecord> {
    const newest = [...this.workflows.keys()].flatMap((id) => this.getWorkflow(id) ?? []);
    const rows = newest.filter((record) => matchesWorkflow(record, query));
    return page(rows, query, { time: (row) => row.created_at, id: (row) => row.workflow_id });
  }

  deleteWorkflow(workflowId: string): boolean {
    if (this.getWorkflow(workflowId) === undefined) return false;
    this.deleted.add(workflowId);
    return true;
  }

  private keep({ workflow_id, execution_id }: ExecutionRow, idempotencyKey: string): void {
    const key = JSON.stringify([workflow_id, idempotencyKey]);
    this.keys.set(key, execution_id);
    this.keyOfExecution.set(execution_id, key);
  }

  private end(executionId: string): void {
    this.ended.add(executionId);
    while (this.ended.size > this.kept) this.forget(this.ended.takeOldest());
  }

  private forget(executionId: string): void {
    this.journals.delete(executionId);
    this.executions.delete(executionId);
    const key = this.keyOfExecution.get(executionId);
    if (key === undefined) return;
    this.keys.delete(key);
    this.keyOfExecution.delete(executionId);
  }
}

/**
 * Ids in the order in which they were added. A Set would do, but finding its oldest member means to
 * step over the holes of all that were deleted before.
 */
class EndOrder {
  private readonly ids = new Map<number, string>();
  private readonly tickets = new Map<string, number>();
  private oldest = 0;
  private newest = 0;

  get size(): number {
    return this.ids.size;
  }

  add(id: string): void {
    this.ids.set(this.newest, id);
    this.tickets.set(id, this.newest);
    this.newest += 1;
  }

  /** Takes an id out; false when it is not in. */
  delete(id: string): boolean {
    const ticket = this.tickets.get(id);
    if (ticket !== undefined) this.ids.delete(ticket);
    return this.tickets.delete(id);
  }

  takeOldest(): string {
    while (!this.ids.has(this.oldest)) this.oldest += 1;
    const id = this.ids.get(this.oldest) as string;
    this.delete(id);
    return id;
  }
}

function matches(row: ExecutionRow, query: ExecutionQuery): boolean {
  return (
    isAmong(row.workflow_id, query.workflow_id) &&
    (query.status === undefined || query.status.includes(row.status)) &&
    isAmong(row.created_by, query.created_by) &&
    isAmong(row.correlation_id, query.correlation_id) &&
    row.created_at >= (query.since ?? 0) &&
    row.created_at < (query.until ?? Number.POSITIVE_INFINITY)
  );
}

function isAmong(value: string, wanted: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}

function matchesWorkflow({ definition, status, created_by }: WorkflowRecord, query: WorkflowQuery): boolean {
  const { name, description, tags } = definition;
  const text = [name, description]
    .filter((part) => typeof part === "string")
    .join("\n")
    .toLowerCase();
  return (
    text.includes((query.text ?? "").toLowerCase()) &&
    (query.tag === undefined || (Array.isArray(tags) && tags.includes(query.tag))) &&
    (query.status === undefined || status === query.status) &&
    isAmong(created_by, query.created_by)
  );
}
