import type { Execution } from "@tutti/core";
import { formatDuration } from "../terminal/duration";
import { type Line, span } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import { pad, printableLines, widthOf } from "../terminal/text";
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

/** The workflow's outputs, one below the other. */
export function outputLines({ result }: Pick<Execution, "result">): Line[] {
  if (typeof result !== "object" || result === null || Array.isArray(result)) return [];
  const entries = Object.entries(result);
  if (entries.length === 0) return [];
  const columns = Math.max(...entries.map(([name]) => widthOf(name)));
  return [
    [],
    [span("Outputs", "bold")],
    ...entries.flatMap(([name, value]) => valueLines(name, value, columns)),
  ];
}

function valueLines(name: string, value: unknown, columns: number): Line[] {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const lines = printableLines(text);
  const kept = lines.slice(0, MAX_LINES);
  if (lines.length > kept.length)
    kept.push(`… ${lines.length - kept.length} more lines; --json has them all`);
  return kept.map(
    (line, index): Line => [
      "  ",
      index === 0 ? span(pad(name, columns), "cyan") : pad("", columns),
      `  ${line}`,
    ],
  );
}
