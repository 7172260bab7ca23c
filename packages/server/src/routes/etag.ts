import type { IncomingHttpHeaders } from "node:http";
import type { Workflow } from "@tutti/core";
import { ServerError } from "../errors";

/** The entity tag of a workflow's revision. */
export function etagOf({ revision }: Pick<Workflow, "revision">): string {
  return `"${revision}"`;
}

/** The revision that `If-Match` insists on; undefined: any will do. */
export function ifMatch(headers: IncomingHttpHeaders): number | undefined {
  const given = headers["if-match"];
  if (given === undefined || given === "*") return undefined;
  const [, revision] = /^"(\d{1,9})"$/.exec(given) ?? [];
  if (revision !== undefined) return Number(revision);
  throw ServerError.of("MALFORMED_REQUEST", { problem: 'If-Match takes one ETag, such as "3", or *' });
}

/** Has the caller this revision already? */
export function isKnown(headers: IncomingHttpHeaders, etag: string): boolean {
  const known = headers["if-none-match"]?.split(",").map((one) => one.trim().replace(/^W\//, "")) ?? [];
  return known.includes(etag) || known.includes("*");
}
