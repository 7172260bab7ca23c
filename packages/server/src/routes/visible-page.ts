/** A page as the core gives it. */
export interface CorePage<Row> {
  readonly rows: readonly Row[];
  readonly next_cursor: string | null;
}

/** How many pages are looked through for a caller who may see few rows of many. */
const MOST_PAGES = 20;

/**
 * The next page that has something for the caller. It can be shorter than was asked for, and even empty with a
 * cursor to go on: one request looks through a bounded number of rows.
 */
export async function visiblePage<Row>(
  cursor: string | undefined,
  read: (cursor: string | undefined) => Promise<CorePage<Row>>,
  isVisible: (row: Row) => boolean | Promise<boolean>,
): Promise<CorePage<Row>> {
  let page = await read(cursor);
  for (let pages = 1; ; pages++) {
    const rows = await keep(page.rows, isVisible);
    if (rows.length > 0 || page.next_cursor === null || pages === MOST_PAGES) return { ...page, rows };
    page = await read(page.next_cursor);
  }
}

async function keep<Row>(
  rows: readonly Row[],
  isVisible: (row: Row) => boolean | Promise<boolean>,
): Promise<Row[]> {
  const kept: Row[] = [];
  for (const row of rows) if (await isVisible(row)) kept.push(row);
  return kept;
}
