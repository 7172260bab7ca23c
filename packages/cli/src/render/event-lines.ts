import type { CloudEvent, Failure } from "@tutti/core";
import { formatDuration } from "../terminal/duration";
import { type Line, span } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import { printable } from "../terminal/text";
import type { Board, Row, Stage } from "./board";
import { STAGES } from "./stages";

/** What a line says of an action, by the type of the event. `time` is the event's. */
type Teller = (row: Row, time: number) => string;

const TELLERS: Readonly<Record<string, Teller>> = {
  "action.started": ({ attempt, maxAttempts }) =>
    `started${attempt > 1 ? `, attempt ${attempt} of ${maxAttempts}` : ""}`,
  "action.expanded": ({ items }) => `started, ${items?.total ?? 0} items`,
  "action.waiting": ({ dueAt, note }, time) =>
    `waits ${dueAt === null ? note : formatDuration(dueAt - time)}`.trimEnd(),
  "action.completed": (row) => `completed ${timeOf(row)}${itemsOf(row)}`,
  "action.failed": tellFailure,
  "action.skipped": ({ note }) => `skipped: ${note}`,
  "action.cancelled": (row) => `cancelled ${timeOf(row)}`,
  "compensation.started": () => "compensation started",
  "compensation.completed": () => "compensated",
  "compensation.failed": (row) => `compensation failed: ${reasonOf(row.error)}`,
};

/** What a line says of the execution, by the type of the event. */
const EXECUTION_TELLERS: Readonly<Record<string, (data: EventData) => string>> = {
  "execution.paused": ({ by = "" }) => `paused by ${by}`,
  "execution.resumed": ({ by = "" }) => `resumed by ${by}`,
  "execution.retried": ({ by = "" }) => `retried by ${by}`,
  "signal.received": ({ by = "", name = "" }) => `the signal ${name} came from ${by}`,
};

/** The stage whose sign and colour a line has, where it is not the one that the action is in now. */
const SIGNS: Readonly<Record<string, Stage>> = { "action.started": "running", "action.expanded": "running" };

/**
 * What an event has to say, as lines for a pipe or a log. The board has followed the event already.
 *
 * @example
 * eventLines(event, board, symbols); // ✔ fetch_document completed 0.12s
 */
export function eventLines(event: CloudEvent, board: Board, symbols: Symbols): Line[] {
  const type = event.type.replace(/^tutti\./, "");
  if (type === "execution.started") return [[span(`${symbols.started} ${printable(board.name)}`, "bold")]];
  const data = event.data as EventData;
  const told = EXECUTION_TELLERS[type]?.(data);
  if (told !== undefined) return [[span(`${symbols.started} ${printable(told)}`, "dim")]];
  const row = board.rows.get(data.action_id ?? "");
  if (row === undefined) return [];
  if (type === "item.failed") return [itemLine(row, data, symbols)];
  const tell = TELLERS[type];
  if (tell === undefined) return [];
  const { format, symbol } = STAGES[SIGNS[type] ?? row.stage];
  const sign = SIGNS[type] === undefined ? symbols[symbol] : symbols.dot;
  return [[span(sign, format), ` ${row.id} ${tell(row, Date.parse(event.time))}`]];
}

interface EventData {
  readonly action_id?: string;
  readonly index?: number;
  readonly error?: Failure;
  readonly outcome?: string;
  readonly by?: string;
  readonly name?: string;
}

/** Of the items of a `for_each` only failures are told: there may be a hundred thousand. */
function itemLine(row: Row, { error, index = 0, outcome }: EventData, symbols: Symbols): Line {
  const { format, symbol } = STAGES[outcome === "retry" ? "retrying" : "failed"];
  const then = outcome === "retry" ? "; it is tried again" : "";
  return [span(symbols[symbol], format), ` ${row.id}[${index}] failed: ${reasonOf(error ?? null)}${then}`];
}

function tellFailure(row: Row, time: number): string {
  const { attempt, maxAttempts, dueAt, stage } = row;
  const duration = timeOf(row);
  const which = maxAttempts > 1 ? `, attempt ${attempt} of ${maxAttempts}` : "";
  const then = {
    retrying: `; next attempt in ${formatDuration((dueAt ?? time) - time)}`,
    tolerated: "; the workflow goes on",
  };
  const after = stage === "retrying" || stage === "tolerated" ? then[stage] : "";
  const reason = after === "" ? reasonOf(row.error) : reasonOf(row.error).replace(/[.]$/, "");
  return `failed${duration === "" ? "" : ` ${duration}`}${which}: ${reason}${after}`;
}

function timeOf({ startedAt, endedAt }: Row): string {
  return startedAt === null || endedAt === null ? "" : formatDuration(endedAt - startedAt);
}

function itemsOf({ items }: Row): string {
  return items === null ? "" : `, ${items.completed} of ${items.total} items`;
}

function reasonOf(error: Row["error"]): string {
  return error === null ? "no reason given" : printable(`${error.code}: ${error.message}`);
}
