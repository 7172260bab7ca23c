import { inspect } from "node:util";
import type { LogRecord } from "../run/log-record";
import { type Line, span } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import { printable, printableLines } from "../terminal/text";

/**
 * A log record as lines: who says it, and what.
 *
 * @example
 * logLines(record, symbols); // notify │ 3 rows were read
 */
export function logLines(
  { actionId = "tutti", fields, level, message }: LogRecord,
  symbols: Symbols,
): Line[] {
  const who =
    level === "info" ? span(`${actionId} ${symbols.bar} `, "dim") : loudWho(actionId, level, symbols);
  const subject = typeof fields.subject === "string" ? `${fields.subject}\n` : "";
  const details = level === "info" ? [] : detailsOf(fields);
  return [...printableLines(`${subject}${message}`), ...details].map((line): Line => [who, line]);
}

function loudWho(actionId: string, level: "warn" | "error", symbols: Symbols) {
  return level === "warn"
    ? span(`${actionId} ${symbols.warning} `, "yellow")
    : span(`${actionId} ${symbols.failed} `, "red");
}

/** What comes with a warning may explain it. */
function detailsOf(fields: LogRecord["fields"]): string[] {
  return Object.entries(fields).map(([name, value]) => {
    const text = typeof value === "string" ? value : inspect(value, { breakLength: Infinity });
    return printable(`${name}: ${text}`);
  });
}
