import type { CloudEvent } from "@tutti/core";
import { type Format, type Line, span, trimmed } from "../terminal/style";
import { pad, printable } from "../terminal/text";

/** The longest types that occur often; longer ones only push what follows. */
const TYPE_COLUMNS = 22;
const PLACE_COLUMNS = 4;

const FORMATS: readonly (readonly [end: string, format: Format])[] = [
  [".completed", "green"],
  [".failed", "red"],
  [".failing", "red"],
  [".cancelled", "yellow"],
  [".cancelling", "yellow"],
  [".waiting", "blue"],
];

/**
 * An event as a line of the journal: its place, its time, its type, and what it says in short.
 *
 * @example
 * journalLine(event); //    4  2026-01-31T09:00:00.120Z  action.completed        shout
 */
export function journalLine(event: CloudEvent): Line {
  const type = event.type.replace(/^tutti\./, "");
  const format = FORMATS.find(([end]) => type.endsWith(end))?.[1];
  const shown = pad(printable(type), TYPE_COLUMNS);
  const place = String(event.sequence ?? "").padStart(PLACE_COLUMNS);
  return trimmed([
    span(`${place}  ${event.time}  `, "dim"),
    format === undefined ? shown : span(shown, format),
    `  ${detailOf(event.data as EventData)}`,
  ]);
}

interface EventData {
  readonly action_id?: string;
  readonly index?: number;
  readonly attempt?: number;
  readonly error?: { readonly code: string; readonly message: string };
  readonly outcome?: string;
  readonly by?: string;
  readonly created_by?: string;
  readonly name?: string;
  readonly reason?: string;
  readonly count?: number;
  readonly event_type?: string;
  readonly workflow_name?: string;
  readonly wait?: {
    readonly kind: string;
    readonly until?: number;
    readonly signal?: string;
    readonly execution_id?: string;
  };
}

function detailOf(data: EventData): string {
  const parts = [subjectOf(data), data.workflow_name, ...callOf(data), ...endOf(data)];
  return printable(parts.filter((part) => part !== undefined && part !== "").join("  "));
}

function subjectOf({ action_id: id, index }: EventData): string | undefined {
  return index === undefined ? id : `${id ?? ""}[${index}]`;
}

/** What was asked or begun, and by whom. */
function callOf({ attempt = 1, by, count, created_by, event_type, name, wait }: EventData) {
  const who = by ?? created_by;
  return [
    attempt > 1 ? `attempt ${attempt}` : undefined,
    count === undefined ? undefined : `${count} items`,
    name ?? event_type,
    who === undefined ? undefined : `by ${who}`,
    waitText(wait),
  ];
}

function endOf({ error, outcome, reason }: EventData) {
  return [
    reason,
    error === undefined ? undefined : `${error.code}: ${error.message}`,
    outcome === "retry" ? "it is tried again" : undefined,
  ];
}

function waitText(wait: EventData["wait"]): string {
  if (wait === undefined) return "";
  if (wait.kind === "signal") return `for the signal ${wait.signal ?? ""}`;
  if (wait.kind === "child") return `for the execution ${wait.execution_id ?? ""}`;
  return wait.until === undefined ? "" : `until ${new Date(wait.until).toISOString()}`;
}
