import { TuttiError } from "@tutti/core";

/** SQLite's result codes that mean more here than "it did not work": https://sqlite.org/rescode.html */
const BUSY = 5;
const READ_ONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CAN_NOT_OPEN = 14;
const NOT_A_DATABASE = 26;

const TOO_BIG = 18;
const CONSTRAINT = 19;
const MISMATCH = 20;
const OUT_OF_RANGE = 25;

const OF_ONE_COMMIT: ReadonlySet<number> = new Set([TOO_BIG, CONSTRAINT, MISMATCH, OUT_OF_RANGE]);

const REASONS: Readonly<Record<number, string>> = {
  [BUSY]: "another program has it locked",
  [READ_ONLY]: "the file or its folder can't be written",
  [FULL]: "the disk is full",
  [CAN_NOT_OPEN]: "the file can't be opened",
};

/** What of an error of `node:sqlite` is used here. It is no `Error` of this realm under jest, so no class tells. */
interface SqliteFailure {
  readonly message: string;
  readonly errcode: number;
}

/** The result code of an error of SQLite without its details; undefined for any other error. */
function sqliteCode(error: unknown): number | undefined {
  return isSqliteFailure(error) ? error.errcode & 0xff : undefined;
}

/** Does the error say that another connection has the lock? */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === BUSY;
}

/** Is it about the values of one commit (a constraint, a text that is too long), not about the file or the machine? */
export function isOfOneCommit(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === undefined || OF_ONE_COMMIT.has(code);
}

/**
 * The error of the catalogue for one of SQLite: `STORAGE_CORRUPT` for a damaged file, else
 * `STORAGE_UNAVAILABLE`. An error that is of the catalogue already stays as it is.
 */
export function toStorageError(error: unknown, storage: string): TuttiError {
  if (error instanceof TuttiError) return error;
  const code = sqliteCode(error);
  const message = messageOf(error);
  if (code === CORRUPT || code === NOT_A_DATABASE)
    return TuttiError.of("STORAGE_CORRUPT", { storage, reason: message }, error);
  const known = code === undefined ? undefined : REASONS[code];
  const reason = known === undefined ? message : `${known} (${message})`;
  return TuttiError.of("STORAGE_UNAVAILABLE", { storage, reason }, error);
}

/** Runs something that uses SQLite; what it throws is an error of the catalogue. */
export function translated<T>(storage: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStorageError(error, storage);
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  const hasMessage = typeof error === "object" && error !== null && "message" in error;
  return hasMessage ? String(error.message) : String(error);
}

function isSqliteFailure(error: unknown): error is SqliteFailure {
  return (
    typeof error === "object" && error !== null && "errcode" in error && typeof error.errcode === "number"
  );
}
