/**
 * A page of a list: newest first, and of the same ms what came last. Ask on with the cursor; null: this was the
 * last page.
 */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next_cursor: string | null;
}

/** What every list takes. */
export interface PageQuery {
  /** Rows a page: 1..1000. */
  readonly limit: number;
  readonly cursor?: string;
}
