import type { CloudEvent, ExecutionStatus, Failure, WorkflowAction, WorkflowDefinition } from "@tutti/core";

/** Where an action stands, as a user sees it. */
export type Stage =
  | "pending"
  | "running"
  | "waiting"
  | "retrying"
  | "completed"
  | "tolerated"
  | "failed"
  | "skipped"
  | "cancelled"
  | "compensating"
  | "compensated";

/** The items of a `for_each` action. */
export interface Items {
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
}

/** One action on the board. Times are ms since the epoch. */
export interface Row {
  readonly id: string;
  readonly type: string;
  /** It belongs to `on_failure`. */
  readonly isCleanup: boolean;
  readonly maxAttempts: number;
  readonly stage: Stage;
  readonly attempt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly items: Items | null;
  /** Why it failed, last. */
  readonly error: Failure | null;
  /** What it waits for, or why it was skipped. */
  readonly note: string;
  /** When it goes on: with its next attempt, or after its time span. */
  readonly dueAt: number | null;
}

/** An execution as far as its events have told. {@link applyEvent} changes it in place. */
export interface Board {
  readonly name: string;
  status: ExecutionStatus;
  startedAt: number | null;
  endedAt: number | null;
  /** By action_id, in the order of the definition. */
  readonly rows: Map<string, Row>;
}

/** Attempts of an action whose retry policy does not say how many. */
const DEFAULT_ATTEMPTS = 3;

/** The board before the first event. */
export function newBoard(definition: WorkflowDefinition): Board {
  const { actions, name, on_failure = [] } = definition;
  const rows = new Map([
    ...actions.map((action) => [action.action_id, newRow(definition, action, false)] as const),
    ...on_failure.map((action) => [action.action_id, newRow(definition, action, true)] as const),
  ]);
  return { name, status: "pending", startedAt: null, endedAt: null, rows };
}

function newRow({ defaults }: WorkflowDefinition, action: WorkflowAction, isCleanup: boolean): Row {
  const retry = action.retry ?? defaults?.retry;
  return freshRow({
    id: action.action_id,
    type: action.action_type,
    isCleanup,
    maxAttempts: retry === undefined ? 1 : (retry.max_attempts ?? DEFAULT_ATTEMPTS),
  });
}

function freshRow(kept: Pick<Row, "id" | "isCleanup" | "maxAttempts" | "type">): Row {
  return {
    ...kept,
    stage: "pending",
    attempt: 0,
    startedAt: null,
    endedAt: null,
    items: null,
    error: null,
    note: "",
    dueAt: null,
  };
}

/** The data that events have, as far as the board reads it. */
interface EventData {
  readonly action_id?: string;
  readonly attempt?: number;
  readonly count?: number;
  readonly error?: Failure;
  readonly outcome?: "retry" | "fail" | "continue";
  readonly retry_at?: number | null;
  readonly reason?: "condition" | "dependency";
  readonly wait?: { readonly kind: string; readonly until?: number; readonly signal?: string };
}

type Change = (row: Row, data: EventData, time: number) => Partial<Row>;

/** What each event does to the row of its action. */
const CHANGES: Readonly<Record<string, Change>> = {
  "action.started": (row, { attempt = 1 }, time) => ({
    stage: "running",
    attempt,
    startedAt: row.startedAt ?? time,
    note: "",
    dueAt: null,
  }),
  "action.expanded": (_row, { count = 0 }, time) => ({
    stage: "running",
    attempt: 1,
    startedAt: time,
    items: { total: count, completed: 0, failed: 0 },
  }),
  "action.waiting": (_row, { wait }) => ({
    stage: "waiting",
    note: noteOf(wait),
    dueAt: wait?.until ?? null,
  }),
  "action.completed": (_row, _data, time) => ({
    stage: "completed",
    endedAt: time,
    error: null,
    note: "",
    dueAt: null,
  }),
  "action.failed": (_row, data, time) => ({ error: data.error ?? null, note: "", ...failureOf(data, time) }),
  "action.skipped": (_row, { reason }) => ({
    stage: "skipped",
    note: reason === "condition" ? "its condition is false" : "what it depends on ended otherwise",
  }),
  "action.cancelled": (_row, _data, time) => ({ stage: "cancelled", endedAt: time, dueAt: null }),
  "item.completed": ({ items }) => ({ items: items && { ...items, completed: items.completed + 1 } }),
  "item.failed": ({ items }, { error, outcome }) =>
    outcome === "retry"
      ? {}
      : { items: items && { ...items, failed: items.failed + 1 }, error: error ?? null },
  "compensation.started": () => ({ stage: "compensating" }),
  "compensation.completed": () => ({ stage: "compensated" }),
  "compensation.failed": (_row, { error, outcome }) => ({
    stage: outcome === "retry" ? "compensating" : "failed",
    error: error ?? null,
    note: "",
  }),
};

/** What is read of an event. */
export type BoardEvent = Pick<CloudEvent, "data" | "time" | "type">;

/** Follows one event of the execution. Events of other types change nothing. */
export function applyEvent(board: Board, event: BoardEvent): void {
  const type = event.type.replace(/^tutti\./, "");
  const time = Date.parse(event.time);
  const data = event.data as EventData;
  if (type.startsWith("execution.")) {
    applyToExecution(board, type.slice("execution.".length), time);
    return;
  }
  const row = board.rows.get(data.action_id ?? "");
  const change = CHANGES[type];
  if (row !== undefined && change !== undefined)
    board.rows.set(row.id, { ...row, ...change(row, data, time) });
}

function applyToExecution(board: Board, happened: string, time: number): void {
  if (happened === "started") {
    board.status = "running";
    board.startedAt = time;
  }
  if (happened === "paused") board.status = "paused";
  if (happened === "resumed") board.status = "running";
  if (happened === "retried") beginAgain(board);
  if (happened === "completed" || happened === "failed" || happened === "cancelled") {
    board.status = happened;
    board.endedAt = time;
  }
}

/** What completed is kept, the other actions start again. */
function beginAgain(board: Board): void {
  board.status = "running";
  board.endedAt = null;
  for (const row of board.rows.values()) {
    if (row.stage === "completed" && !row.isCleanup) continue;
    const { attempt, id, isCleanup, maxAttempts, type } = row;
    board.rows.set(id, { ...freshRow({ id, isCleanup, maxAttempts, type }), attempt });
  }
}

function failureOf({ outcome, retry_at = null }: EventData, time: number): Partial<Row> {
  if (outcome === "retry") return { stage: "retrying", dueAt: retry_at };
  return { stage: outcome === "continue" ? "tolerated" : "failed", endedAt: time, dueAt: null };
}

function noteOf(wait: EventData["wait"]): string {
  if (wait?.kind === "signal") return `for the signal ${wait.signal ?? ""}`;
  return wait?.kind === "child" ? "for its workflow" : "";
}

/** How many actions stand where. */
export function countStages(board: Board): ReadonlyMap<Stage, number> {
  const counts = new Map<Stage, number>();
  for (const { isCleanup, stage } of board.rows.values()) {
    if (isCleanup && stage === "pending") continue;
    counts.set(stage, (counts.get(stage) ?? 0) + 1);
  }
  return counts;
}
