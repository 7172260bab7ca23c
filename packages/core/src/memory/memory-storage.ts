import { TuttiError } from "../errors";
import type {
  CloudEvent,
  Commit,
  DeadLetter,
  DeadLetterQuery,
  EventMark,
  ExecutionQuery,
  ExecutionRow,
  GroupChange,
  GroupRecord,
  JournalEntry,
  LogPage,
  Page,
  ScheduleRecord,
  Storage,
  UnfinishedPart,
  WorkflowQuery,
  WorkflowRecord,
} from "../ports";
import { MemoryEventLog } from "./event-log";
import { MemoryAccess } from "./memory-access";
import { MemoryGroups } from "./groups";
import { MemoryTriggers } from "./memory-triggers";
import { compareRows, page, type RowOrder } from "./paging";

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

/** How many ended executions are kept at most beyond that, for consumer groups that have still to handle them. */
const FOR_GROUPS = 10_000;

const EVERYTHING: UnfinishedPart = { limit: Number.POSITIVE_INFINITY };

/** Executions of the same ms stand in the order in which they came. */
const BY_CREATION: RowOrder<StoredExecution> = {
  time: ({ row }) => row.created_at,
  id: ({ number }) => String(number).padStart(15, "0"),
};

class MemoryStorage implements Storage {
  readonly name = "memory";
  readonly abilities = { durable: false, events: true, access: true };
  readonly access = new MemoryAccess();
  private readonly executions = new Map<string, StoredExecution>();
  private readonly keys = new Map<string, string>();
  private readonly workflows = new Map<string, WorkflowRecord[]>();
  private readonly deleted = new Set<string>();
  private readonly ended = new EndOrder();
  private readonly groups = new MemoryGroups();
  private readonly log = new MemoryEventLog(this.groups);
  private readonly triggers = new MemoryTriggers();
  private created = 0;

  constructor(private readonly kept: number) {}

  open(): void {
    // Nothing to open.
  }

  close(): void {
    // Nothing to close: a closed store can still be read, as tests like to.
  }

  append(commit: Commit): void {
    const { entries, row } = commit;
    const id = row.execution_id;
    const known = this.executions.get(id);
    const actual = known?.journal.length ?? 0;
    if (follows(entries, actual)) this.store(known ?? this.create(row), commit);
    else if (known === undefined || !isStored(known.journal, entries)) {
      const expected = entries[0]?.sequence ?? 0;
      throw TuttiError.of("JOURNAL_CONFLICT", { execution_id: id, expected, actual });
    }
  }

  probe(): void {
    // Memory always takes more.
  }

  read(executionId: string, from = 1): readonly JournalEntry[] {
    return this.executions.get(executionId)?.journal.slice(Math.max(0, from - 1)) ?? [];
  }

  getExecution(executionId: string): ExecutionRow | undefined {
    return this.executions.get(executionId)?.row;
  }

  listExecutions(query: ExecutionQuery): Page<ExecutionRow> {
    const found = this.all().filter(({ row }) => matches(row, query));
    const { rows, next_cursor } = page(found, query, BY_CREATION);
    return { rows: rows.map(({ row }) => row), next_cursor };
  }

  unfinished({ after, limit }: UnfinishedPart = EVERYTHING): readonly ExecutionRow[] {
    const open = this.all().filter(({ row }) => row.completed_at === null);
    const sorted = open.toSorted((a, b) => compareRows(BY_CREATION, a, b));
    const last = after === undefined ? undefined : this.executions.get(after.execution_id);
    const rest =
      last === undefined ? sorted : sorted.filter((one) => compareRows(BY_CREATION, one, last) > 0);
    return rest.slice(0, limit).map(({ row }) => row);
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

  publishEvent(event: CloudEvent): boolean {
    return this.log.publish(event);
  }

  readEvents(after: number, limit: number): LogPage {
    return this.log.read(after, limit);
  }

  lastPosition(): number {
    return this.log.last;
  }

  publishedEvents(correlationId: string): readonly CloudEvent[] {
    return this.log.published(correlationId);
  }

  getGroup(group: string): GroupRecord | undefined {
    return this.groups.get(group);
  }

  saveGroup(change: GroupChange): void {
    this.groups.save(change);
  }

  forgetGroup(group: string): void {
    this.groups.forget(group);
  }

  listDeadLetters(query: DeadLetterQuery): readonly DeadLetter[] {
    return this.groups.deadLetters(query);
  }

  listSchedules(): readonly ScheduleRecord[] {
    return this.triggers.listSchedules();
  }

  putSchedules(workflowId: string, records: readonly ScheduleRecord[]): void {
    this.triggers.putSchedules(workflowId, records);
  }

  isMarked(mark: Omit<EventMark, "time">): boolean {
    return this.triggers.isMarked(mark);
  }

  forgetMarks(before: number): void {
    this.triggers.forgetMarks(before);
  }

  private store(stored: StoredExecution, { entries, row, idempotency_key, mark }: Commit): void {
    this.log.add(stored, entries.length);
    for (const entry of entries) stored.journal.push(entry);
    stored.position = this.log.last;
    stored.row = row;
    if (idempotency_key !== undefined) this.keep(stored, idempotency_key);
    if (mark !== undefined) this.triggers.mark(mark);
    this.ended.remove(stored);
    if (row.completed_at !== null) this.end(stored);
  }

  private all(): StoredExecution[] {
    return Array.from(this.executions.values());
  }

  private create(row: ExecutionRow): StoredExecution {
    this.created += 1;
    const stored = {
      number: this.created,
      row,
      journal: [],
      position: 0,
      key: null,
      older: null,
      newer: null,
    };
    this.executions.set(row.execution_id, stored);
    return stored;
  }

  private keep(stored: StoredExecution, idempotencyKey: string): void {
    const { execution_id, workflow_id } = stored.row;
    stored.key = JSON.stringify([workflow_id, idempotencyKey]);
    this.keys.set(stored.key, execution_id);
  }

  private end(stored: StoredExecution): void {
    this.ended.add(stored);
    const { handledUpTo } = this.groups;
    for (let { first } = this.ended; first !== null && this.isDue(first, handledUpTo); { first } = this.ended)
      this.forget(this.ended.takeOldest());
  }

  /** What a group has still to handle is kept for a while. */
  private isDue({ position }: StoredExecution, handledUpTo: number): boolean {
    const excess = this.ended.size - this.kept;
    return excess > 0 && (position <= handledUpTo || excess > FOR_GROUPS);
  }

  private forget(stored: StoredExecution): void {
    this.executions.delete(stored.row.execution_id);
    if (stored.key !== null) this.keys.delete(stored.key);
    this.log.forget(stored.journal.length);
    // A Map that has grown old holds on to what was deleted from it, until all memory is looked through.
    stored.journal = [];
  }
}

/** An execution, and its place among those that have ended. */
interface StoredExecution {
  /** Counts the executions as they come. */
  readonly number: number;
  row: ExecutionRow;
  journal: JournalEntry[];
  /** The position of its newest entry. */
  position: number;
  key: string | null;
  older: StoredExecution | null;
  newer: StoredExecution | null;
}

/** Executions in the order in which they ended: a linked list, for any of them may be taken up again. */
class EndOrder {
  private oldest: StoredExecution | null = null;
  private newest: StoredExecution | null = null;
  size = 0;

  add(stored: StoredExecution): void {
    stored.older = this.newest;
    if (this.newest === null) this.oldest = stored;
    else this.newest.newer = stored;
    this.newest = stored;
    this.size += 1;
  }

  get first(): StoredExecution | null {
    return this.oldest;
  }

  /** Takes one out; one that is not in does no harm. */
  remove(stored: StoredExecution): void {
    if (stored !== this.oldest && stored.older === null) return;
    if (stored.older === null) this.oldest = stored.newer;
    else stored.older.newer = stored.newer;
    if (stored.newer === null) this.newest = stored.older;
    else stored.newer.older = stored.older;
    stored.older = null;
    stored.newer = null;
    this.size -= 1;
  }

  takeOldest(): StoredExecution {
    const oldest = this.oldest as StoredExecution;
    this.remove(oldest);
    return oldest;
  }
}

/** Are these the next entries, one after the other? */
function follows(entries: readonly JournalEntry[], last: number): boolean {
  let expected = last;
  for (const { sequence } of entries) if (sequence !== (expected += 1)) return false;
  return entries.length > 0;
}

/** Are these entries in the journal already, just the same? */
function isStored(journal: readonly JournalEntry[], entries: readonly JournalEntry[]): boolean {
  return (
    entries.length > 0 &&
    entries.every((entry) => JSON.stringify(entry) === JSON.stringify(journal[entry.sequence - 1]))
  );
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

function hasTriggers({ triggers }: WorkflowRecord["definition"]): boolean {
  return Array.isArray(triggers) && triggers.length > 0;
}

function matchesWorkflow({ definition, status, created_by }: WorkflowRecord, query: WorkflowQuery): boolean {
  const { name, description, tags } = definition;
  const text = [name, description]
    .filter((part) => typeof part === "string")
    .join("\n")
    .toLowerCase();
  return (
    text.includes((query.text ?? "").toLowerCase()) &&
    (query.has_triggers !== true || hasTriggers(definition)) &&
    (query.tag === undefined || (Array.isArray(tags) && tags.includes(query.tag))) &&
    (query.status === undefined || status === query.status) &&
    isAmong(created_by, query.created_by)
  );
}
