import { formatDuration } from "../terminal/duration";
import { type Line, type Span, span } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import { pad, printable, truncate, widthOf } from "../terminal/text";
import { type Board, countStages, type Row, type Stage } from "./board";
import { countsText, STAGES } from "./stages";

/** What a frame is drawn for. */
export interface FrameView {
  /** ms since the epoch. */
  readonly now: number;
  readonly columns: number;
  readonly rows: number;
  /** Counts the frames; turns the spinner. */
  readonly tick: number;
  readonly symbols: Symbols;
}

/** Below this width a line has no room for the action's type. */
const TYPE_FROM_COLUMNS = 60;
const LONGEST_ID = 40;
const DURATION_COLUMNS = 7;
/** The title, and the line on which the cursor stands. */
const OTHER_LINES = 2;

/** What is going on: shown when there is no room for everything. */
const AT_WORK: ReadonlySet<Stage> = new Set(["running", "waiting", "retrying", "compensating"]);

/**
 * The board as the lines of a terminal: a line an action or, when they are too many for the window, how
 * many stand where and those that are at work.
 */
export function frame(board: Board, view: FrameView): Line[] {
  const rows = [...board.rows.values()].filter(({ isCleanup, stage }) => !isCleanup || stage !== "pending");
  const room = Math.max(1, view.rows - OTHER_LINES);
  const title: Line = [span(truncate(printable(board.name), view.columns - 1), "bold")];
  return rows.length <= room
    ? [title, ...rowLines(rows, view)]
    : [title, ...shortened(board, rows, { view, room })];
}

function shortened(
  board: Board,
  rows: readonly Row[],
  { view, room }: { view: FrameView; room: number },
): Line[] {
  const counts: Line = ["  ", countsText(countStages(board))];
  const busy = rows.filter(({ stage }) => AT_WORK.has(stage));
  if (busy.length < room) return [counts, ...rowLines(busy, view)];
  const shown = busy.slice(0, Math.max(0, room - 2));
  const more: Line = [span(`  … and ${busy.length - shown.length} more at work`, "dim")];
  return [counts, ...rowLines(shown, view), more].slice(0, room);
}

function rowLines(rows: readonly Row[], view: FrameView): Line[] {
  const longest = Math.max(0, ...rows.map(({ id }) => id.length));
  const idColumns = Math.min(longest, LONGEST_ID, Math.max(8, Math.floor(view.columns / 2)));
  return rows.map((row) => rowLine(row, idColumns, view));
}

function rowLine(row: Row, idColumns: number, view: FrameView): Line {
  const { format, symbol } = STAGES[row.stage];
  const isTurning = row.stage === "running" || row.stage === "compensating";
  const sign = isTurning ? spinner(view) : view.symbols[symbol];
  const id = pad(truncate(row.id, idColumns), idColumns);
  const details = detailsOf(row, view);
  const detail =
    details.length === 0
      ? []
      : ["  ", span(details.join(` ${view.symbols.dot} `), isLoud(row) ? format : "dim")];
  return [
    "  ",
    span(sign, format),
    " ",
    idSpan(row, id),
    " ",
    pad(durationOf(row, view.now), DURATION_COLUMNS),
    ...detail,
  ];
}

function isLoud({ stage }: Row): boolean {
  return stage === "failed" || stage === "tolerated" || stage === "retrying";
}

function idSpan({ stage }: Row, id: string): Span {
  return stage === "pending" || stage === "skipped" ? span(id, "dim") : id;
}

function spinner({ symbols, tick }: FrameView): string {
  return symbols.spinner[tick % symbols.spinner.length] ?? "";
}

function durationOf({ startedAt, endedAt }: Row, now: number): string {
  return startedAt === null ? "" : formatDuration((endedAt ?? now) - startedAt);
}

function detailsOf(row: Row, { columns, now }: FrameView): string[] {
  const { error, items, note, stage, type } = row;
  const progress = items === null ? "" : `${items.completed + items.failed} of ${items.total} items`;
  const reason = error === null || stage === "completed" ? "" : printable(`${error.code}: ${error.message}`);
  const kind = columns >= TYPE_FROM_COLUMNS ? type : "";
  return [kind, progress, attemptOf(row), dueIn(row, now), reason, note].filter((text) => widthOf(text) > 0);
}

function attemptOf({ attempt, maxAttempts, stage }: Row): string {
  const current = stage === "retrying" ? attempt + 1 : attempt;
  return current > 1 ? `attempt ${current} of ${maxAttempts}` : "";
}

function dueIn({ dueAt }: Row, now: number): string {
  return dueAt === null ? "" : `in ${secondsUntil(dueAt, now)}`;
}

/** Whole seconds, so that the line does not change with each frame. */
function secondsUntil(time: number, now: number): string {
  return `${Math.max(0, Math.ceil((time - now) / 1000))}s`;
}
