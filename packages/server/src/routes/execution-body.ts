import type { ActionView, Execution } from "@tutti/core";
import type { Answer } from "../http/route";
import { ROOT } from "./parts";

/** How many actions an execution has, and how they stand. */
export interface Progress {
  readonly total: number;
  readonly ended: number;
  readonly running: number;
  readonly failed: number;
  readonly skipped: number;
}

const ENDED: ReadonlySet<ActionView["status"]> = new Set([
  "completed",
  "failed",
  "skipped",
  "cancelled",
  "compensated",
]);

/** An execution as the API shows it. */
export function toBody(execution: Execution): Execution & { readonly progress: Progress } {
  return { ...execution, progress: progressOf(execution) };
}

/** The answer to a request that an execution was asked for: accepted, and how it stands. */
export function executionAnswer(execution: Execution, status = 202): Answer {
  const location = `${ROOT}/executions/${execution.execution_id}`;
  return { status, ...(status === 202 ? { headers: { location } } : {}), body: toBody(execution) };
}

function progressOf({ actions }: Execution): Progress {
  const progress = { total: 0, ended: 0, running: 0, failed: 0, skipped: 0 };
  for (const { status } of Object.values(actions)) {
    progress.total += 1;
    if (ENDED.has(status)) progress.ended += 1;
    if (status === "running" || status === "failed" || status === "skipped") progress[status] += 1;
  }
  return progress;
}
