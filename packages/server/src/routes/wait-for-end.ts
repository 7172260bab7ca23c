import type { Execution } from "@tutti/core";
import type { Answer } from "../http/route";
import { executionAnswer } from "./execution-body";
import type { RouteParts } from "./parts";

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
  // What is too late for the answer has nobody to tell.
  waited.catch(() => undefined);
  const outcome = await Promise.race([waited, stopping]);
  const seen = outcome?.execution ?? execution;
  return executionAnswer(seen, hasEnded(seen) ? 200 : 202);
}
