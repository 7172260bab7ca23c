import type { ActionView, Execution, Workflow } from "@tutti/core";
import { localTime, tookText } from "../terminal/moment";
import { type Line, span } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import { pad, printable } from "../terminal/text";
import type { Board, Row } from "./board";
import { formatDuration } from "../terminal/duration";
import { type ListView, statusSpan } from "./lists";
import { outputLines, valuesLines } from "./summary";
import { tableLines } from "./table";

/** How far an execution is: so many of its actions have ended. */
export interface Progress {
  readonly actions: number;
  readonly ended: number;
}

const OPEN: ReadonlySet<string> = new Set(["pending", "running", "waiting"]);

/** How far an execution is. Actions of `on_failure` count once they are needed. */
export function progressOf(execution: Execution, board: Board): Progress {
  const counted = Object.entries(execution.actions).filter(
    ([id, { status }]) => board.rows.get(id)?.isCleanup !== true || status !== "pending",
  );
  return {
    actions: counted.length,
    ended: counted.filter(([, { status }]) => !OPEN.has(status)).length,
  };
}

/** Everything that people want to know of an execution. `board` has followed its events. */
export function executionDetails(execution: Execution, board: Board, view: ListView): Line[] {
  const { columns, symbols } = view;
  return [
    [span(printable(execution.workflow_name), "bold"), span(`  ${execution.execution_id}`, "dim")],
    ...facts(factsOf(execution, board, view)),
    ...failureLines(execution, symbols),
    ...section("Actions", actionLines(execution, board, view)),
    ...section("Parameters", valuesLines(execution.parameters, columns)),
    ...outputs(outputLines(execution, columns)),
  ];
}

type Fact = readonly [name: string, text: Line];

function factsOf(execution: Execution, board: Board, { now, symbols }: ListView): Fact[] {
  const { actions, ended } = progressOf(execution, board);
  const took = tookText(execution.started_at, execution.completed_at, now);
  const { completed_at: completedAt, parent_execution_id: parent, rerun_of: rerunOf } = execution;
  return [
    [
      "status",
      [
        statusSpan(execution.status, symbols),
        took === "" ? "" : completedAt === null ? `, for ${took} so far` : ` in ${took}`,
      ],
    ],
    ["progress", [`${ended} of ${actions} actions have ended`]],
    ["created", [`${localTime(execution.created_at)} by ${printable(execution.created_by)}`]],
    ["workflow", [`${execution.workflow_id}, revision ${execution.workflow_revision}`]],
    ...(completedAt === null ? [] : [["ended", [localTime(completedAt)]] as const]),
    ...(parent === null ? [] : [["parent", [parent]] as const]),
    ...(rerunOf === null ? [] : [["rerun of", [rerunOf]] as const]),
  ];
}

function facts(all: readonly Fact[]): Line[] {
  const widest = Math.max(...all.map(([name]) => name.length));
  return all.map(([name, text]) => ["  ", span(pad(name, widest), "dim"), "  ", ...text]);
}

function failureLines({ error }: Execution, { failed }: Symbols): Line[] {
  if (error === null) return [];
  const where = error.action_id === null ? "" : `${error.action_id}: `;
  return [[], [span(`${failed} ${printable(`${where}${error.code}: ${error.message}`)}`, "red")]];
}

function section(title: string, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [[], [span(title, "bold")], ...lines];
}

function outputs(lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [[], ...lines];
}

function actionLines({ actions }: Execution, board: Board, view: ListView): Line[] {
  const shown = Object.entries(actions).filter(
    ([id, { status }]) => board.rows.get(id)?.isCleanup !== true || status !== "pending",
  );
  const rows = shown.map(([id, action]) => [
    id,
    statusSpan(action.status, view.symbols),
    action.attempts === 0 ? "" : String(action.attempts),
    tookText(action.started_at, action.completed_at, view.now),
    detailOf(id, action, { board, view }),
  ]);
  const heads = ["ACTION", "STATUS", "ATTEMPTS", "TOOK", ""];
  return tableLines(rows, { columns: view.columns, heads, indent: "  " });
}

function detailOf(id: string, action: ActionView, { board, view }: { board: Board; view: ListView }): string {
  const { error, items, status } = action;
  const progress = items === undefined ? "" : `${items.completed} of ${items.total} items`;
  const reason = error === null || status === "completed" ? "" : printable(`${error.code}: ${error.message}`);
  const waits = status === "waiting" || status === "skipped" ? waitTexts(board.rows.get(id), view.now) : [];
  return [progress, reason, ...waits].filter((text) => text !== "").join(` ${view.symbols.dot} `);
}

/** What an action waits for, and until when. */
function waitTexts(row: Row | undefined, now: number): string[] {
  if (row === undefined) return [];
  return [row.note, row.dueAt === null ? "" : dueText(row.dueAt, now)];
}

function dueText(at: number, now: number): string {
  return at > now ? `goes on in ${formatDuration(at - now)}` : "is due";
}

/** Everything that people want to know of a stored workflow. */
export function workflowDetails(workflow: Workflow, view: ListView): Line[] {
  const { columns } = view;
  const all: Fact[] = [
    ["status", [workflow.status]],
    ["revision", [String(workflow.revision)]],
    ["created", [`${localTime(workflow.created_at)} by ${printable(workflow.created_by)}`]],
    ["changed", [`${localTime(workflow.updated_at)} by ${printable(workflow.updated_by)}`]],
    ...(workflow.tags === undefined ? [] : [["tags", [printable(workflow.tags.join(", "))]] as const]),
  ];
  const parameters = workflow.parameters.map(({ description = "", name, required, type }) => [
    name,
    type,
    required ? "required" : "",
    description,
  ]);
  const actions = workflow.actions.map(({ action_id: id, action_type: type }) => [id, printable(type)]);
  return [
    [span(printable(workflow.name), "bold"), span(`  ${workflow.workflow_id}`, "dim")],
    ...(workflow.description === undefined ? [] : [[`  ${printable(workflow.description)}`]]),
    ...facts(all),
    ...section(
      "Parameters",
      parameters.length === 0 ? [] : tableLines(parameters, { columns, indent: "  " }),
    ),
    ...section("Actions", actions.length === 0 ? [] : tableLines(actions, { columns, indent: "  " })),
  ];
}
