import type { Storage } from "@tutti/core/runtime";

/** How sure a commit is before it is acknowledged. */
export type Synchronous = "full" | "normal";

/**
 * Which ended executions and published events are forgotten by themselves. Unfinished executions never are, nor what
 * a consumer group has not handled.
 */
export interface Retention {
  /**
   * Ended executions and published events older than this are forgotten (ms, at least 1), seen from the newest entry
   * or event in the store.
   */
  readonly maxAgeMs?: number;
  /** How many published events are kept, at least 0; the oldest are forgotten first. */
  readonly maxEvents?: number;
  /** How many ended executions are kept, at least 0; those that ended first are forgotten first. */
  readonly maxExecutions?: number;
}

/** Options of {@link sqlite}. */
export interface SqliteOptions {
  /** The file. It and its folder are made when they are missing. `:memory:` is refused: use `memory()`. */
  readonly path: string;
  /**
   * `full` (the default): what is acknowledged survives a power cut.
   * `normal`: it survives a kill of the process; a power cut may lose the newest commits, never the file.
   */
  readonly synchronous?: Synchronous;
  /** What is forgotten by itself. Default: nothing. */
  readonly retention?: Retention;
  /** `owner` (the default) reads and writes, and there is one per file; `reader` reads beside it. */
  readonly access?: "owner" | "reader";
  /** What the owner is, such as `tutti run`: shown to whoever finds the file in use. */
  readonly label?: string;
  /** Where the owner takes requests: stored, so that others find it with {@link storageOwner}. */
  readonly endpoint?: string;
}

/** The process that has a file open as its owner. */
export interface Owner {
  readonly pid: number;
  /** The name of its machine. */
  readonly host: string;
  /** When it opened the file, ms since the epoch. */
  readonly since: number;
  readonly label: string | null;
  readonly endpoint: string | null;
}

/**
 * Which ended executions and published events {@link SqliteStorage.prune} forgets: those for which everything given
 * here holds. Events are kept when none of `before`, `olderThanMs` and `keepEvents` is given.
 */
export interface PruneOptions {
  /** They ended, or were published, before this time (ms since the epoch). */
  readonly before?: number;
  /** They ended, or were published, longer ago than this (ms). */
  readonly olderThanMs?: number;
  /** Executions: they are not among so many that ended last. */
  readonly keep?: number;
  /** Events: they are not among so many that were published last. */
  readonly keepEvents?: number;
  /** Also what consumer groups have not handled: they miss it. Default false. */
  readonly ignoreGroups?: boolean;
}

/** What {@link SqliteStorage.check} found. */
export interface StorageReport {
  /** True when there is no problem. */
  readonly ok: boolean;
  /** Every problem as a sentence that names the execution or workflow. */
  readonly problems: readonly string[];
  readonly executions: number;
  readonly entries: number;
  readonly workflows: number;
}

/** A storage in one SQLite file: see {@link sqlite}. */
export interface SqliteStorage extends Storage {
  /** The key of secret parameters: what stands in the file `-key` beside the store, which is made when it is missing. */
  encryptionKey(): string;

  /**
   * Copies everything into a new file while the owner goes on writing: all commits up to one moment, and
   * none after it. The copy is a store like any other.
   *
   * @param target the new file; its folder is made when it is missing
   * @returns the size of the copy in bytes
   * @throws INVALID_OPTIONS when the file exists already
   * @throws STORAGE_UNAVAILABLE when the copy could not be written; nothing is left of it
   * @example
   * const { bytes } = await storage.backup("backups/2026-01-31.db");
   */
  backup(target: string): Promise<{ readonly bytes: number }>;

  /**
   * Reads everything and reports what is wrong: damaged pages, journals that can't be read or have gaps,
   * rows of lists that disagree with their journal, and missing workflow revisions. Changes nothing.
   *
   * Takes time in proportion to the file, and nothing else runs in this process meanwhile.
   *
   * @example
   * const { ok, problems } = storage.check();
   */
  check(): StorageReport;

  /**
   * Forgets ended executions with their journals and idempotency keys, and published events; gives the number of
   * executions. Never forgets an unfinished one, nor a child whose parent is unfinished, nor what a consumer group
   * has not handled, unless `ignoreGroups` says so. The file does not shrink: what became free is used again.
   *
   * @throws INVALID_OPTIONS when nothing is given that says which
   * @throws STORAGE_READ_ONLY for a reader
   * @example
   * storage.prune({ olderThanMs: 30 * 24 * 60 * 60 * 1000, keep: 1000 }); // the newest 1000 stay anyway
   */
  prune(options: PruneOptions): number;
}
