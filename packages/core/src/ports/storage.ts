import type { AccessStore } from "./access-store";
import type { JsonObject } from "../json/json";
import type { ExecutionRow, JournalEntry } from "./entries";
import type { EventLog } from "./event-log";
import type { Page, PageQuery } from "./page";
import type { ExecutionStatus } from "./status";
import type { EventMark, TriggerStore } from "./triggers";

/** New entries of one execution and its row after them: stored together or not at all. */
export interface Commit {
  readonly entries: readonly JournalEntry[];
  readonly row: ExecutionRow;
  /** Given with the first entry: a later start of the same workflow with this key finds this execution. */
  readonly idempotency_key?: string;
  /** Given with the first entry: the event that a trigger started the execution for is dealt with from then on. */
  readonly mark?: EventMark;
}

/** One stored revision of a workflow. */
export interface WorkflowRecord {
  readonly workflow_id: string;
  /** 1 for the first, then without gaps. */
  readonly revision: number;
  readonly status: "active" | "inactive";
  readonly definition: JsonObject;
  readonly created_by: string;
  readonly created_at: number;
  readonly updated_by: string;
  readonly updated_at: number;
  /**
   * Of an active workflow with triggers of type `event`: by the place of each trigger, the position of the log
   * behind which it takes events.
   */
  readonly trigger_positions?: readonly number[];
}

/** Which workflows to list. */
export interface WorkflowQuery extends PageQuery {
  /** A text that the name or description contains, in any case. */
  readonly text?: string;
  readonly tag?: string;
  readonly status?: "active" | "inactive";
  readonly created_by?: string;
  /** Only those whose definition has triggers; must not cost a look at the others. */
  readonly has_triggers?: true;
}

/** Which executions to list. */
export interface ExecutionQuery extends PageQuery {
  readonly workflow_id?: string;
  readonly status?: readonly ExecutionStatus[];
  readonly created_by?: string;
  readonly correlation_id?: string;
  /** Created at or after this time (ms). */
  readonly since?: number;
  /** Created before this time (ms). */
  readonly until?: number;
}

/** A part of the executions that have not ended; without it, all of them. */
export interface UnfinishedPart {
  /** How many at most. */
  readonly limit: number;
  /** Those behind this one. */
  readonly after?: Pick<ExecutionRow, "created_at" | "execution_id"> | undefined;
}

/** What a storage can do beyond the contract's minimum. */
export interface StorageAbilities {
  /** What it acknowledged is still there after the process was killed. */
  readonly durable: boolean;
  /** It has an {@link EventLog}. Default: false. */
  readonly events?: boolean;
  /** It has an {@link AccessStore}. Default: false. */
  readonly access?: boolean;
}

type Answer<T> = T | Promise<T>;

/** The journal of executions: the source of truth. */
export interface Journal {
  /**
   * Appends the entries of one execution in order, with its row.
   *
   * Must: store both or nothing, the mark included; refuse a sequence that is not the next one (`JOURNAL_CONFLICT`), but
   * take entries that are stored already, just the same, as stored; keep commits in the order of the calls.
   * Answers nothing when the entries are durable at once, else a promise that settles when they are;
   * commits of one event-loop turn may share a transaction. May throw or reject with
   * `STORAGE_UNAVAILABLE`: nothing of the commit is stored, and the execution goes on once {@link Journal.probe}
   * finds that the storage takes entries again.
   */
  append(commit: Commit): void | Promise<void>;
  /** Stores something harmless. Throws or rejects as `append` would now. */
  probe(): void | Promise<void>;
  /** An execution's entries with `sequence >= from` (default 1), in order; none when it is unknown. */
  read(executionId: string, from?: number): Answer<readonly JournalEntry[]>;
}

/** Executions as lists show them. */
export interface ExecutionIndex {
  getExecution(executionId: string): Answer<ExecutionRow | undefined>;
  listExecutions(query: ExecutionQuery): Answer<Page<ExecutionRow>>;
  /**
   * The executions that have not ended, oldest first, and of the same ms in the order in which they came: what a
   * start goes on with.
   */
  unfinished(part?: UnfinishedPart): Answer<readonly ExecutionRow[]>;
  /** The execution that was started for this workflow with this idempotency key. */
  findByIdempotencyKey(workflowId: string, key: string): Answer<string | undefined>;
}

/** Workflows and their revisions. */
export interface WorkflowStore {
  /** Stores a revision. Throws `REVISION_CONFLICT` unless it follows the newest stored one. */
  putWorkflow(record: WorkflowRecord): Answer<void>;
  /** A revision, or the newest one. Pinned revisions of a deleted workflow stay readable. */
  getWorkflow(workflowId: string, revision?: number): Answer<WorkflowRecord | undefined>;
  /** The newest revisions of the workflows that are not deleted. */
  listWorkflows(query: WorkflowQuery): Answer<Page<WorkflowRecord>>;
  /** Hides the workflow. False when there is none. Its executions and their revisions stay. */
  deleteWorkflow(workflowId: string): Answer<boolean>;
}

/**
 * Where an orchestrator keeps everything: the port that `memory` and `sqlite` implement.
 *
 * Called when: the orchestrator starts (`open`), works, and stops (`close`).
 * Must: give back each JSON value exactly as stored (0, false, "" and null too).
 */
export interface Storage extends Journal, ExecutionIndex, WorkflowStore, TriggerStore, Partial<EventLog> {
  /** A name for messages, such as `memory`. */
  readonly name: string;
  readonly abilities: StorageAbilities;
  /** The API keys and the audit log of a server. */
  readonly access?: AccessStore;
  /**
   * A long random text, the same for as long as the data lives, that nobody reads with the data: the key of
   * secret parameters when no other is given. Made when it is first asked for.
   */
  encryptionKey?(): string;
  open(): Answer<void>;
  close(): Answer<void>;
}
