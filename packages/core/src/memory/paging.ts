import type { Page, PageQuery } from "../ports";

/** What rows are ordered by: newest first, and by id where the time is the same. */
export interface RowOrder<Row> {
  readonly time: (row: Row) => number;
  readonly id: (row: Row) => string;
}

/**
 * A page of rows, newest first, by keyset: the cursor names the last row seen, so that rows which come
 * in between change nothing.
 */
export function page<Row>(rows: readonly Row[], { limit, cursor }: PageQuery, order: RowOrder<Row>): Page<Row> {
  const sorted = [...rows].sort((a, b) => compare(order, b, a));
  const from = cursor === undefined ? sorted : sorted.filter((row) => isBefore(order, row, cursor));
  const shown = from.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = from.length > limit && last !== undefined;
  return { rows: shown, next_cursor: hasMore ? `${order.time(last)}_${order.id(last)}` : null };
}

function compare<Row>({ time, id }: RowOrder<Row>, a: Row, b: Row): number {
  return time(a) - time(b) || (id(a) < id(b) ? -1 : Number(id(a) > id(b)));
}

function isBefore<Row>({ time, id }: RowOrder<Row>, row: Row, cursor: string): boolean {
  const split = cursor.indexOf("_");
  const at = Number(cursor.slice(0, split));
  return time(row) < at || (time(row) === at && id(row) < cursor.slice(split + 1));
}
