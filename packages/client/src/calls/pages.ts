import type { Paged } from "../types/workflow";

/** The rows of a list, page after page; a page is asked for when the one before is used up. */
export async function* pages<Page extends Paged, Row>(
  ask: (cursor: { readonly cursor?: string }) => Promise<Page>,
  rowsOf: (page: Page) => readonly Row[],
): AsyncGenerator<Row, void, undefined> {
  let page = await ask({});
  for (;;) {
    yield* rowsOf(page);
    if (page.next_cursor === null) return;
    page = await ask({ cursor: page.next_cursor });
  }
}
