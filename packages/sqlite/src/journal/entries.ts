import { TuttiError } from "@tutti/core";
import type { JournalEntry } from "@tutti/core/runtime";

type JsonObject = JournalEntry["data"];

/** An entry as stored: its execution and sequence are in the row's key. */
type StoredEntry = readonly [time: number, type: string, data: JsonObject];

/** One row of the journal: the entries of a commit. */
export interface JournalRow {
  readonly last_sequence: number;
  readonly entries: string;
}

/** The entries of a commit as one JSON text. Half surrogate pairs are escaped by JSON.stringify itself. */
export function encodeEntries(entries: readonly JournalEntry[]): string {
  const stored = entries.map(({ time, type, data }): StoredEntry => [time, type, data]);
  return JSON.stringify(stored);
}

/**
 * The entries of an execution from its rows in order, without those before `from`.
 *
 * @throws CORRUPT_JOURNAL for a row that can't be read, and where rows are missing
 */
export function decodeRows(
  executionId: string,
  rows: Iterable<JournalRow>,
  from = 1,
): readonly JournalEntry[] {
  const entries: JournalEntry[] = [];
  let next: number | undefined;
  for (const row of rows) {
    const stored = parse(executionId, row);
    const first = row.last_sequence - stored.length + 1;
    next ??= Math.min(first, Math.max(1, from));
    if (first < 1)
      throw corrupt(executionId, row.last_sequence, "it has more entries than its number allows");
    if (first !== next)
      throw corrupt(executionId, next, first > next ? "it is missing" : "it is there twice");
    next = row.last_sequence + 1;
    for (const [index, [time, type, data]] of stored.entries()) {
      const sequence = first + index;
      if (sequence >= from) entries.push({ execution_id: executionId, sequence, time, type, data });
    }
  }
  return entries;
}

function parse(executionId: string, { last_sequence, entries }: JournalRow): readonly StoredEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(entries);
  } catch (error) {
    throw TuttiError.of(
      "CORRUPT_JOURNAL",
      { execution_id: executionId, sequence: last_sequence, problem: "it is no JSON" },
      error,
    );
  }
  if (isStored(value)) return value;
  throw corrupt(executionId, last_sequence, "it is no list of entries");
}

function isStored(value: unknown): value is readonly StoredEntry[] {
  return Array.isArray(value) && value.length > 0 && value.every(isEntry);
}

function isEntry(value: unknown): value is StoredEntry {
  if (!Array.isArray(value)) return false;
  const [time, type, data] = value as unknown[];
  return typeof time === "number" && typeof type === "string" && typeof data === "object" && data !== null;
}

function corrupt(execution_id: string, sequence: number, problem: string): TuttiError {
  return TuttiError.of("CORRUPT_JOURNAL", { execution_id, sequence, problem });
}
