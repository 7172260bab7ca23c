import { clientError } from "../errors";
import type { CallOptions } from "../http/options";
import { type Http, path } from "../http/http";
import { type Execution, hasEnded } from "../types/execution";
import { timeLimit } from "../http/time-limit";
import { executionEvents } from "./event-calls";

/** Options of waiting for an execution's end. */
export interface WaitOptions extends Pick<CallOptions, "signal"> {
  /** Give up waiting (not the execution) after this many ms, with `WAIT_TIMEOUT`. Default: never. */
  readonly timeoutMs?: number | undefined;
}

/** Waits for an execution's end: it is told by its events, so nothing is asked again and again. */
export async function waitForEnd(
  http: Http,
  executionId: string,
  { signal, timeoutMs }: WaitOptions,
): Promise<Execution> {
  const limit = timeLimit(timeoutMs, signal);
  const options = { signal: limit.signal };
  try {
    for (;;) {
      const call = { method: "GET", path: path`/executions/${executionId}`, options } as const;
      const execution = await http.json<Execution>(call);
      if (hasEnded(execution)) return execution;
      await exhaust(executionEvents(http, executionId, options));
    }
  } catch (error) {
    if (!limit.isOver() || error !== limit.signal.reason) throw error;
    const detail = `Execution ${executionId} has not ended within ${timeoutMs} ms; it goes on.`;
    throw clientError("WAIT_TIMEOUT", detail);
  } finally {
    limit.end();
  }
}

/** The events themselves do not matter: it is over when they are. */
async function exhaust(events: AsyncGenerator): Promise<void> {
  while ((await events.next()).done !== true);
}
