import type { KeyView } from "@tutti/server";
import { ago } from "../terminal/moment";
import { type Format, type Line, span } from "../terminal/style";
import { printable } from "../terminal/text";
import type { ListView } from "./lists";
import { tableLines } from "./table";

const FORMATS: Readonly<Record<KeyView["status"], Format>> = {
  active: "green",
  expired: "yellow",
  revoked: "red",
};

/** API keys as a table. */
export function keyLines(keys: readonly KeyView[], { columns, now }: ListView): Line[] {
  const rows = keys.map((one) => [
    one.key_id,
    span(one.status, FORMATS[one.status]),
    span(ago(one.created_at, now), "dim"),
    one.last_used_at === null ? "never" : ago(one.last_used_at, now),
    one.expires_at === null ? "never" : one.expires_at.slice(0, 10),
    one.scopes.join(","),
    `${printable(one.name)}${one.tags === null ? "" : ` (${one.tags.map(printable).join(", ")})`}`,
  ]);
  return tableLines(rows, {
    columns,
    heads: ["ID", "STATUS", "CREATED", "USED", "EXPIRES", "SCOPES", "NAME"],
  });
}
