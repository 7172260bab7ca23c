import type { ActionView, ExecutionStatus, ExecutionSummary, Workflow } from "@tutti/core";
import { ago, tookText } from "../terminal/moment";
import { type Format, type Line, type Span, span } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import { printable } from "../terminal/text";
import { tableLines } from "./table";

/** How a list is shown. */
export interface ListView {
  /** ms since the epoch. */
  readonly now: number;
  readonly columns: number;
  readonly symbols: Symbols;
}

interface StatusLook {
  readonly symbol: keyof Omit<Symbols, "spinner">;
  readonly format: Format;
}

const LOOKS: Readonly<Record<ExecutionStatus | ActionView["status"], StatusLook>> = {
  pending: { symbol: "pending", format: "dim" },
  running: { symbol: "started", format: "cyan" },
  waiting: { symbol: "waiting", format: "blue" },
  paused: { symbol: "waiting", format: "yellow" },
  completed: { symbol: "completed", format: "green" },
  failed: { symbol: "failed", format: "red" },
  cancelled: { symbol: "cancelled", format: "yellow" },
  skipped: { symbol: "skipped", format: "dim" },
  compensated: { symbol: "compensated", format: "magenta" },
};

/** A status with its sign. */
export function statusSpan(status: keyof typeof LOOKS, symbols: Symbols): Span {
  const { format, symbol } = LOOKS[status];
  return span(`${symbols[symbol]} ${status}`, format);
}

/** Executions as a table, newest first. */
export function executionLines(executions: readonly ExecutionSummary[], view: ListView): Line[] {
  const rows = executions.map((one) => [
    one.execution_id,
    statusSpan(one.status, view.symbols),
    span(ago(one.created_at, view.now), "dim"),
    tookText(one.started_at, one.completed_at, view.now),
    printable(one.created_by),
    `${printable(one.workflow_name)}${one.error === null ? "" : `: ${one.error.code}`}`,
  ]);
  const heads = ["ID", "STATUS", "CREATED", "TOOK", "BY", "WORKFLOW"];
  return tableLines(rows, { columns: view.columns, heads });
}

/** Workflows as a table, newest first. */
export function workflowLines(workflows: readonly Workflow[], view: ListView): Line[] {
  const rows = workflows.map((one) => [
    one.workflow_id,
    String(one.revision),
    one.status === "active" ? one.status : span(one.status, "yellow"),
    span(ago(one.updated_at, view.now), "dim"),
    String(one.actions.length),
    `${printable(one.name)}${one.description === undefined ? "" : `: ${printable(one.description)}`}`,
  ]);
  const heads = ["ID", "REVISION", "STATUS", "CHANGED", "ACTIONS", "WORKFLOW"];
  return tableLines(rows, { columns: view.columns, heads });
}
