import type { Execution } from "@tutti/core";
import type { Answer } from "../http/route";
import { executionAnswer } from "./execution-body";
import type { RouteParts } from "./parts";
import type { StopSignal } from "../stop-signal";

const ENDED = new Set<Execution["status"]>(["completed", "failed", "cancelled"]);

/** Has it ended, for now? A failed one may be retried. */
export function hasEnded({ status }: Pick<Execution, "status">): boolean {
  return ENDED.has(status);
}

/** Waits for an execution's end: 200 with the ended execution, or 202 when the time is up or the server stops. */
export async function waitForEnd(
  { limits, orchestrator, stopping }: RouteParts,
  execution: Execution,
  seconds: number,
): Promise<Answer> {
  if (hasEnded(execution)) return executionAnswer(execution, 200);
  const timeoutMs = Math.min(seconds, limits.waitSeconds) * 1000;
  const waited = orchestrator.workflows.waitForExecution(execution.execution_id, { timeoutMs });
  const seen = (await orStopped(waited, stopping))?.execution ?? execution;
  return executionAnswer(seen, hasEnded(seen) ? 200 : 202);
}

/** What is waited for; undefined when the server stops before. Nothing stays with the signal once it is there. */
function orStopped<T>(waited: Promise<T>, stopping: StopSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const forget = stopping.onStop(() => resolve(undefined));
    void waited.then(resolve, reject).finally(forget);
  });
}
