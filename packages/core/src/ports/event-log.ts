import type { CloudEvent } from "./cloud-event";
import type { ExecutionRow, JournalEntry } from "./entries";

type Answer<T> = T | Promise<T>;

/** An event of the log: an entry of a journal, or what somebody published. */
export type LoggedEvent =
  | {
      readonly position: number;
      readonly entry: JournalEntry;
      readonly row: Pick<ExecutionRow, "workflow_id" | "correlation_id">;
    }
  | { readonly position: number; readonly event: CloudEvent };

/** Some events of the log in the order of their positions. */
export interface LogPage {
  readonly events: readonly LoggedEvent[];
  /**
   * The position to ask on with. It can lie behind the last event given, for what was forgotten is skipped;
   * it is what was asked with when there is nothing more.
   */
  readonly upTo: number;
}

/** How far a consumer group has come. */
export interface GroupRecord {
  readonly group: string;
  /** Everything up to this position was handled. */
  readonly position: number;
}

/** An event that a consumer group could not handle. */
export interface DeadLetter {
  readonly position: number;
  readonly event: CloudEvent;
  /** How often it was tried. */
  readonly attempts: number;
  /** Why the last try failed. */
  readonly error: string;
  /** When it was given up (ms since the epoch). */
  readonly time: number;
  /** True: it is to be delivered again. */
  readonly is_due: boolean;
}

/** What changes of a consumer group: stored together or not at all. */
export interface GroupChange extends GroupRecord {
  /** Dead letters to keep, by position; one that is there already is replaced. */
  readonly keep?: readonly DeadLetter[];
  /** The positions of dead letters to forget. */
  readonly forget?: readonly number[];
}

/** Which dead letters to list. */
export interface DeadLetterQuery {
  readonly group: string;
  /** How many at most. */
  readonly limit: number;
  /** Those behind this position. Default 0. */
  readonly after?: number;
  /** Only those that are to be delivered again. */
  readonly isDue?: boolean;
}

/**
 * All events in the order in which they were stored, and how far consumer groups have come in it. A storage
 * that has it says so with the ability `events`; without it, events reach only who is subscribed when they
 * happen.
 *
 * Every entry of every journal has a position, given with its commit: 1 for the first, and without gaps. A
 * published event has one too. An entry comes behind all entries of its execution that came before it.
 */
export interface EventLog {
  /**
   * Stores an event of the caller's own behind all that is stored. False: one with this id and source is
   * stored already, and nothing was changed. Answers when it is as durable as a commit.
   */
  publishEvent(event: CloudEvent): Answer<boolean>;
  /** Up to `limit` events behind a position (0: from the first on). What was forgotten is left out. */
  readEvents(after: number, limit: number): Answer<LogPage>;
  /** The position of the newest event; 0: there is none. */
  lastPosition(): Answer<number>;
  /** The published events with a correlation id, oldest first. */
  publishedEvents(correlationId: string): Answer<readonly CloudEvent[]>;
  getGroup(group: string): Answer<GroupRecord | undefined>;
  saveGroup(change: GroupChange): Answer<void>;
  /** Forgets how far a group has come, and its dead letters. One that is not there does no harm. */
  forgetGroup(group: string): Answer<void>;
  /** Dead letters of a group by their positions. */
  listDeadLetters(query: DeadLetterQuery): Answer<readonly DeadLetter[]>;
}
