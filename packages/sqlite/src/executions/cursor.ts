import { TuttiError } from "@tutti/core";

/** The last row of the page before. */
export interface Seen {
  readonly at: number;
  readonly id: string;
}

/** The row that a cursor names. Throws `INVALID_OPTIONS` for what was never a cursor. */
export function parseCursor(cursor: string): Seen {
  const [, at, id] = /^(\d+(?:\.\d+)?)_(.+)$/s.exec(cursor) ?? [];
  if (at !== undefined && id !== undefined) return { at: Number(at), id };
  const problem = `cursor "${cursor}" is none that a list gave`;
  const fix = "Give the next_cursor of the page before, unchanged.";
  throw TuttiError.of("INVALID_OPTIONS", { where: "list", problem, fix });
}
