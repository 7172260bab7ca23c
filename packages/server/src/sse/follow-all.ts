import type { CloudEvent, EventFilter, EventStream } from "@tutti/core";

/** The filters of `GET /events`. */
export interface EventQuery {
  readonly types?: readonly string[];
  readonly workflow_id?: string;
  readonly execution_id?: string;
  readonly correlation_id?: string;
  readonly source?: string;
  readonly subject?: string;
}

/** What following everything takes. */
export interface FollowingAll {
  readonly events: EventStream;
  readonly filter: EventQuery;
  /** The position of the last event that the follower has. */
  readonly after: number;
  /** May the follower see this event? Undefined: every one. */
  readonly sees: ((event: CloudEvent) => Promise<boolean>) | undefined;
  readonly signal: AbortSignal;
}

/** All events that fit, in the order of their positions, read from the storage at the follower's pace. */
export async function* followAll(following: FollowingAll): AsyncGenerator<readonly CloudEvent[]> {
  const { after, events, filter, sees, signal } = following;
  const queue = events.stream({ ...toFilter(filter), fromPosition: after + 1 });
  const leave = (): void => void queue.return();
  signal.addEventListener("abort", leave);
  if (signal.aborted) leave();
  for await (const event of queue) if (sees === undefined || (await sees(event))) yield [event];
}

function toFilter({ correlation_id, execution_id, workflow_id, ...rest }: EventQuery): EventFilter {
  return {
    ...rest,
    ...(correlation_id === undefined ? {} : { correlationId: correlation_id }),
    ...(execution_id === undefined ? {} : { executionId: execution_id }),
    ...(workflow_id === undefined ? {} : { workflowId: workflow_id }),
  };
}
