import { TuttiError } from "@tutti/core";
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
  UnfinishedPart,
  WorkflowQuery,
  WorkflowRecord,
} from "@tutti/core/runtime";
import { SqliteAccess } from "./access/access";
import { encodeEvent, type EncodedEvent } from "./events/log-writer";
import { toStorageError, translated } from "./file/errors";
import { encryptionKey } from "./file/key";
import { canonicalPath } from "./file/paths";
import { CommitQueue } from "./journal/commit-queue";
import { type EncodedCommit, encodeCommit } from "./journal/writer";
import { closeSession, openSession, type OwnerParts, type Session, type SessionSeams } from "./session";
import type { PruneOptions, SqliteOptions, SqliteStorage, StorageReport } from "./types";
import { backUp } from "./upkeep/backup";
import { checkStore } from "./upkeep/check";
import { prune } from "./upkeep/prune";

/** The storage that `sqlite()` makes: the port in front of a {@link Session}, which there is while it is open. */
export class SqliteStore implements SqliteStorage {
  readonly name: string;
  readonly abilities = { durable: true, events: true, access: true };
  readonly access = new SqliteAccess({
    read: (work) => this.use(work),
    change: (request, work) => this.change(request, work),
    check: (request) => void this.use((session) => this.ownerOf(session, request)),
  });
  private session: Session | undefined;
  private readonly queue = new CommitQueue<EncodedCommit>((commits) =>
    this.use((session) => this.ownerOf(session, "store an execution").writer.write(commits)),
  );
  private readonly published = new CommitQueue<EncodedEvent>((events) =>
    this.use((session) => this.ownerOf(session, "store an event").log.publish(events)),
  );

  constructor(
    private readonly options: SqliteOptions,
    private readonly seams: SessionSeams = {},
  ) {
    this.name = options.path;
  }

  open(): void {
    this.session ??= translated(this.name, () => openSession(this.options, this.seams));
  }

  close(): void {
    const { session } = this;
    if (session === undefined) return;
    this.flush();
    this.session = undefined;
    translated(this.name, () => closeSession(session));
  }

  append(commit: Commit): Promise<void> {
    try {
      this.use((session) => this.ownerOf(session, "store an execution"));
      return this.queue.add(encodeCommit(commit));
    } catch (error) {
      return Promise.reject(toStorageError(error, this.name));
    }
  }

  encryptionKey(): string {
    return encryptionKey(canonicalPath(this.options.path), this.options.access !== "reader");
  }

  probe(): void {
    this.change("store anything", (_session, { probe }) => probe.run());
  }

  read(executionId: string, from = 1): readonly JournalEntry[] {
    return this.use(({ journal }) => journal.read(executionId, from));
  }

  getExecution(executionId: string): ExecutionRow | undefined {
    return this.use(({ list }) => list.get(executionId));
  }

  listExecutions(query: ExecutionQuery): Page<ExecutionRow> {
    return this.use(({ list }) => list.page(query));
  }

  unfinished(part?: UnfinishedPart): readonly ExecutionRow[] {
    return this.use(({ list }) => list.unfinished(part));
  }

  findByIdempotencyKey(workflowId: string, key: string): string | undefined {
    return this.use(({ list }) => list.findByIdempotencyKey(workflowId, key));
  }

  putWorkflow(record: WorkflowRecord): void {
    this.change("store a workflow", ({ workflows }) => workflows.put(record));
  }

  getWorkflow(workflowId: string, revision?: number): WorkflowRecord | undefined {
    return this.use(({ workflows }) => workflows.get(workflowId, revision));
  }

  listWorkflows(query: WorkflowQuery): Page<WorkflowRecord> {
    return this.use(({ workflows }) => workflows.page(query));
  }

  deleteWorkflow(workflowId: string): boolean {
    return this.change("delete a workflow", ({ workflows }) => workflows.delete(workflowId));
  }

  async publishEvent(event: CloudEvent): Promise<boolean> {
    this.use((session) => this.ownerOf(session, "store an event"));
    let isNew = false;
    await this.published.add(encodeEvent(event, (answer) => (isNew = answer)));
    return isNew;
  }

  readEvents(after: number, limit: number): LogPage {
    return this.use(({ log }) => log.read(after, limit));
  }

  lastPosition(): number {
    return this.use(({ log }) => log.last());
  }

  publishedEvents(correlationId: string): readonly CloudEvent[] {
    return this.use(({ log }) => log.published(correlationId));
  }

  getGroup(group: string): GroupRecord | undefined {
    return this.use(({ groups }) => groups.get(group));
  }

  saveGroup(change: GroupChange): void {
    this.change("store how far a consumer group is", ({ groups }) => groups.save(change));
  }

  forgetGroup(group: string): void {
    this.change("forget a consumer group", ({ groups }) => groups.forget(group));
  }

  listDeadLetters(query: DeadLetterQuery): readonly DeadLetter[] {
    return this.use(({ groups }) => groups.deadLetters(query));
  }

  listSchedules(): readonly ScheduleRecord[] {
    return this.use(({ triggers }) => triggers.list());
  }

  putSchedules(workflowId: string, records: readonly ScheduleRecord[]): void {
    this.change("store a schedule", ({ triggers }) => triggers.put(workflowId, records));
  }

  isMarked(mark: Omit<EventMark, "time">): boolean {
    return this.use(({ triggers }) => triggers.isMarked(mark));
  }

  forgetMarks(before: number): void {
    this.change("forget events", ({ triggers }) => triggers.forget(before));
  }

  async backup(target: string): Promise<{ readonly bytes: number }> {
    const { driver, place } = this.use((session) => session);
    this.flush();
    return backUp(driver, place, target);
  }

  check(): StorageReport {
    return this.use(({ db }) => checkStore(db));
  }

  prune(options: PruneOptions): number {
    const { now = Date.now } = this.seams;
    return this.change("forget executions", ({ db }, { retention }) => {
      const pruned = prune(db, options, now());
      retention.noteDeleted(pruned);
      return pruned.executions;
    });
  }

  private flush(): void {
    this.queue.flush();
    this.published.flush();
    this.access.flush();
  }

  /** Changes something at once, after the commits that were queued before: the file keeps the order of the calls. */
  private change<T>(request: string, work: (session: Session, owner: OwnerParts) => T): T {
    return this.use((session) => {
      const owner = this.ownerOf(session, request);
      this.flush();
      return work(session, owner);
    });
  }

  private use<T>(work: (session: Session) => T): T {
    const { session, name } = this;
    if (session === undefined)
      throw TuttiError.of("STORAGE_UNAVAILABLE", { storage: name, reason: "it is not open" });
    return translated(name, () => work(session));
  }

  private ownerOf({ owner }: Session, request: string): OwnerParts {
    if (owner !== undefined) return owner;
    throw TuttiError.of("STORAGE_READ_ONLY", { storage: this.name, request });
  }
}
