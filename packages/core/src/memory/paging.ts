import { type Page, type PageQuery, parseCursor, type RowPlace, toCursor } from "../ports";

/** What rows are ordered by: newest first, and by id where the time is the same. */
export interface RowOrder<Row> {
  readonly time: (row: Row) => number;
  readonly id: (row: Row) => string;
}

/**
 * A page of rows, newest first, by keyset: the cursor names the last row seen, so that rows which come
 * in between change nothing.
 */
export function page<Row>(
  rows: readonly Row[],
  { limit, cursor }: PageQuery,
  order: RowOrder<Row>,
): Page<Row> {
  const sorted = rows.toSorted((a, b) => compareRows(order, b, a));
  const seen = cursor === undefined ? undefined : parseCursor(cursor);
  const from = seen === undefined ? sorted : sorted.filter((row) => isBefore(order, row, seen));
  const shown = from.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = from.length > limit && last !== undefined;
  return {
    rows: shown,
    next_cursor: hasMore ? toCursor({ at: order.time(last), id: order.id(last) }) : null,
  };
}

/** Negative when the first row comes before the second, oldest first. */
export function compareRows<Row>({ time, id }: RowOrder<Row>, a: Row, b: Row): number {
  return time(a) - time(b) || (id(a) < id(b) ? -1 : Number(id(a) > id(b)));
}

function isBefore<Row>({ time, id }: RowOrder<Row>, row: Row, seen: RowPlace): boolean {
  return time(row) < seen.at || (time(row) === seen.at && id(row) < seen.id);
}
