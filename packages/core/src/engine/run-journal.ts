import type { Commit, ExecutionRow, JournalEntry } from "../ports";

/** What a {@link RunJournal} needs of the run that writes it. */
export interface JournalWriter {
  append(commit: Commit): void | Promise<void>;
  /** A commit is durable; `isLate` when the run has done other things since. */
  durable(commit: Commit, isLate: boolean): void;
  /** A commit was refused: nothing of it is stored. */
  lose(error: unknown): void;
}

/** What only the first commit of an execution has. */
export type FirstOnly = Pick<Commit, "idempotency_key" | "mark">;

interface Awaited {
  readonly sequence: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** What an execution has recorded and what of it is durable. */
export class RunJournal {
  /** Everything up to this sequence is durable. */
  durableSequence = 0;
  /** Goes along with the first commit. */
  first: FirstOnly = {};
  private entries: JournalEntry[] = [];
  private awaited: Awaited[] = [];

  constructor(private readonly writer: JournalWriter) {}

  /** Are there entries that no commit holds yet? */
  get hasPending(): boolean {
    return this.entries.length > 0;
  }

  /** Does anybody wait for something to become durable? */
  get isAwaited(): boolean {
    return this.awaited.length > 0;
  }

  add(entry: JournalEntry): void {
    this.entries.push(entry);
  }

  /** Stores what was recorded since the last commit, with the row after it. */
  commit(row: ExecutionRow): void {
    const commit = this.nextCommit(row);
    try {
      const stored = this.writer.append(commit);
      if (stored === undefined) this.settle(commit, false);
      else
        stored.then(
          () => this.settle(commit, true),
          (error: unknown) => this.writer.lose(error),
        );
    } catch (error) {
      this.writer.lose(error);
    }
  }

  /** Settles when everything up to the sequence is durable. */
  whenDurable(sequence: number): Promise<void> {
    if (sequence <= this.durableSequence) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.awaited.push({ sequence, resolve, reject });
    });
  }

  /** Tells whoever waits that nothing more becomes durable. */
  fail(error: unknown): void {
    for (const { reject } of this.awaited.splice(0)) reject(error);
  }

  private nextCommit(row: ExecutionRow): Commit {
    const { entries, first } = this;
    this.entries = [];
    this.first = {};
    return { entries, row, ...first };
  }

  private settle(commit: Commit, isLate: boolean): void {
    this.durableSequence = commit.row.sequence;
    while (this.awaited[0] !== undefined && this.awaited[0].sequence <= this.durableSequence)
      this.awaited.shift()?.resolve();
    this.writer.durable(commit, isLate);
  }
}
