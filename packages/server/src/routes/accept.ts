import type { IncomingHttpHeaders } from "node:http";
import { ServerError } from "../errors";

/**
 * Which of the offered types the caller likes best; the first of equals. Throws `NOT_ACCEPTABLE` when it is none.
 *
 * @example
 * accepts({ accept: "text/event-stream" }, ["application/json", "text/event-stream"]); // "text/event-stream"
 */
export function accepts({ accept = "*/*" }: IncomingHttpHeaders, offered: readonly string[]): string {
  const ranges = accept.split(",").map(toRange);
  const best = offered
    .map((type) => ({ type, quality: qualityOf(type, ranges) }))
    .reduce((a, b) => (b.quality > a.quality ? b : a));
  if (best.quality > 0) return best.type;
  throw ServerError.of("NOT_ACCEPTABLE", { accept: accept.slice(0, 200), offered });
}

interface Range {
  readonly name: string;
  readonly quality: number;
}

function toRange(text: string): Range {
  const [name = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
  return { name, quality: /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality) : 0 };
}

/** What is said of the type itself counts more than what is said of its kind, and of all. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  const kind = `${type.split("/", 1)[0] ?? ""}/*`;
  for (const name of [type, kind, "*/*"]) {
    const found = ranges.find((range) => range.name === name);
    if (found !== undefined) return found.quality;
  }
  return 0;
}
