import { TuttiError } from "../errors";

/** A row's place in a list that goes by time and then by id. */
export interface RowPlace {
  /** ms since the epoch. */
  readonly at: number;
  readonly id: string;
}

/** The cursor that goes on behind a row: what lists give as `next_cursor`. */
export function toCursor({ at, id }: RowPlace): string {
  return `${at}_${id}`;
}

/** The place that a cursor names. Throws `INVALID_OPTIONS` for what was never a cursor. */
export function parseCursor(cursor: string): RowPlace {
  const [, at, id] = /^(\d+(?:\.\d+)?)_(.+)$/s.exec(cursor) ?? [];
  if (at !== undefined && id !== undefined) return { at: Number(at), id };
  throw unknownCursor(cursor);
}

/** The `INVALID_OPTIONS` for a cursor that no list of this storage gave. */
export function unknownCursor(cursor: string): TuttiError {
  const problem = `cursor "${cursor}" is none that a list gave`;
  const fix = "Give the next_cursor of the page before, unchanged.";
  return TuttiError.of("INVALID_OPTIONS", { where: "list", problem, fix });
}
