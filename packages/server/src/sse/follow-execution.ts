import type { CloudEvent, EventStream } from "@tutti/core";
import type { Listener } from "./bell";

/** What following an execution takes. */
export interface Following {
  readonly events: EventStream;
  readonly executionId: string;
  /** The sequence of the last event that the follower has. */
  readonly after: number;
  readonly listener: Listener;
  /** Has the execution ended, for now? */
  readonly hasEnded: () => Promise<boolean>;
  readonly signal: AbortSignal;
}

const ENDS: ReadonlySet<string> = new Set(
  ["completed", "failed", "cancelled"].map((how) => `tutti.execution.${how}`),
);

/** An execution's events in their order, without gap or repetition, until it has ended or nobody follows any more. */
export async function* followExecution(following: Following): AsyncGenerator<readonly CloudEvent[]> {
  const { events, executionId, listener, signal } = following;
  let { after } = following;
  let mayBeOver = true;
  while (!signal.aborted) {
    const batch = await events.history(executionId, after + 1);
    const last = batch.at(-1);
    if (last !== undefined) {
      after = last.sequence ?? after;
      mayBeOver = ENDS.has(last.type);
      yield batch;
    } else if (mayBeOver && (await isOver(following, after))) return;
    else await listener.wait();
  }
}

/** It has ended, and nothing was appended while that was asked. */
async function isOver({ events, executionId, hasEnded }: Following, after: number): Promise<boolean> {
  return (await hasEnded()) && (await events.history(executionId, after + 1)).length === 0;
}
