import type { Execution } from "@tutti/core";
import { formatDuration } from "../terminal/duration";
import { type Line, span } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import { pad, printable, printableLines, widthOf, wrap } from "../terminal/text";
import { type Board, countStages } from "./board";
import { countsText, STAGES } from "./stages";

/** How an execution ended, in one line. */
export function endLine(board: Board, symbols: Symbols): Line {
  const { endedAt, startedAt, status } = board;
  const { format, symbol } = STAGES[status === "completed" || status === "cancelled" ? status : "failed"];
  const word = status === "completed" ? "Completed" : status === "cancelled" ? "Cancelled" : "Failed";
  const time = startedAt === null || endedAt === null ? "" : ` in ${formatDuration(endedAt - startedAt)}`;
  const counts = countsText(countStages(board));
  return [span(`${symbols[symbol]} ${word}${time}`, format), counts === "" ? "" : `: ${counts}`];
}

/** Longer values are cut: `--json` has them whole. */
const MAX_LINES = 20;
/** A value that takes no more columns than this stands in one line. */
const ONE_LINE = 100;

/**
 * The workflow's outputs, one below the other.
 *
 * @param columns the width to which texts are broken; undefined: they are left as they are
 */
export function outputLines({ result }: Pick<Execution, "result">, columns?: number): Line[] {
  const lines = valuesLines(result, columns);
  return lines.length === 0 ? [] : [[span("Outputs", "bold")], ...lines];
}

/** The members of an object, one below the other. */
export function valuesLines(values: unknown, columns?: number): Line[] {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return [];
  const entries = Object.entries(values).map(([name, value]) => [printable(name), value as unknown] as const);
  if (entries.length === 0) return [];
  const nameColumns = Math.max(...entries.map(([name]) => widthOf(name)));
  const room = columns === undefined ? undefined : Math.max(LEAST_ROOM, columns - nameColumns - MARGIN);
  return entries.flatMap(([name, value]) => namedLines(pad(name, nameColumns), valueLines(value, room)));
}

/** Blanks before and behind a name. */
const MARGIN = 4;
const LEAST_ROOM = 24;

function namedLines(name: string, lines: readonly string[]): Line[] {
  const blank = " ".repeat(widthOf(name));
  return lines.map((line, index): Line => ["  ", index === 0 ? span(name, "cyan") : blank, `  ${line}`]);
}

function valueLines(value: unknown, room: number | undefined): string[] {
  const lines = printableLines(typeof value === "string" ? value : jsonText(value, room));
  const isProse = typeof value === "string" && room !== undefined;
  const broken = isProse
    ? lines.flatMap((line) => (widthOf(line) > room ? wrap(line, room) : [line]))
    : lines;
  const kept = broken.slice(0, MAX_LINES);
  const more = broken.length - kept.length;
  return more === 0 ? kept : [...kept, `… ${more} more line${more === 1 ? "" : "s"}; --json has them all`];
}

function jsonText(value: unknown, room = ONE_LINE): string {
  const text = JSON.stringify(value, null, 2);
  // Line breaks inside texts are escapes in JSON, so these are those of the layout.
  const short = text.replace(/\n */g, " ");
  return short.length <= Math.min(ONE_LINE, room) ? short : text;
}
