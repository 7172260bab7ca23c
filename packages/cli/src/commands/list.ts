import { openReading } from "../access/open";
import { targetOf } from "../access/target";
import type { Io } from "../io";
import { workflowLines } from "../render/lists";
import { EXIT, type Report } from "../report";
import { type Line, span } from "../terminal/style";
import { limitOf } from "./numbers";
import { type Look, lookOf, paintAll, type StoreOptions } from "./shared";

/** Options of both lists. */
export interface PageOptions extends StoreOptions {
  readonly limit?: string;
  readonly cursor?: string;
}

/** Options of `tutti list`. */
export interface ListOptions extends PageOptions {
  readonly search?: string;
  readonly tag?: string;
  readonly user?: string;
}

/** Lists the workflows that are stored. */
export async function list(options: ListOptions, io: Io): Promise<Report> {
  const look = lookOf(io, options);
  const { cursor, search, tag, user } = options;
  const reading = await openReading(await targetOf("list", options, io));
  try {
    const page = await reading.listWorkflows({
      limit: limitOf(options.limit),
      ...(cursor === undefined ? {} : { cursor }),
      ...(search === undefined ? {} : { q: search }),
      ...(tag === undefined ? {} : { tag }),
      ...(user === undefined ? {} : { created_by: user }),
    });
    const lines = workflowLines(page.workflows, { ...look, now: Date.now() });
    return pageReport(page, lines, { look, nothing: "No workflows." });
  } finally {
    await reading.close();
  }
}

/** The report of a page of a list. */
export function pageReport(
  page: { readonly next_cursor: string | null },
  lines: readonly Line[],
  { look, nothing }: { readonly look: Look; readonly nothing: string },
): Report {
  const { next_cursor: cursor } = page;
  // The table's head stands alone when there is nothing.
  const isEmpty = lines.length < 2;
  const more: Line[] = cursor === null ? [] : [[span(`There are more: --cursor ${cursor}`, "dim")]];
  return {
    exitCode: EXIT.ok,
    json: { success: true, ...page },
    out: paintAll(isEmpty ? [] : lines, look.out),
    err: paintAll(isEmpty ? [[span(nothing, "dim")]] : more, look.err),
  };
}
