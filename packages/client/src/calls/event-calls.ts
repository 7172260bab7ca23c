import { follow } from "../events/follow";
import { type Http, path } from "../http/http";
import type { CallOptions } from "../http/options";
import type { CloudEvent } from "../types/event";
import { type Execution, hasEnded } from "../types/execution";

/** Which events of an execution. */
export interface ExecutionEventsOptions extends CallOptions {
  /** The place in the journal to begin with, from 1. Default: 1. */
  readonly fromSequence?: number | undefined;
}

/** Which events of the server; without a filter, all that the caller may see. */
export interface EventsOptions extends CallOptions {
  /** Types, with or without `tutti.`; a `*` at the end stands for anything: `action.*`. */
  readonly types?: readonly string[] | undefined;
  readonly workflowId?: string | undefined;
  readonly executionId?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Begin behind this place among all events: the `position` of the last one that was handled. Default: now. */
  readonly afterPosition?: number | undefined;
}

/** Everything around events. */
export interface EventCalls {
  /** What has happened in an execution so far. */
  listExecutionEvents(executionId: string, options?: CallOptions): Promise<readonly CloudEvent[]>;
  /**
   * What has happened in an execution and what happens, until it has ended. A connection that is lost is made
   * anew and goes on behind the last event: none is missing, and none comes twice.
   *
   * @example
   * for await (const event of client.executionEvents(id)) console.log(event.type, event.subject);
   */
  executionEvents(
    executionId: string,
    options?: ExecutionEventsOptions,
  ): AsyncGenerator<CloudEvent, void, undefined>;
  /** What happens on the server, until the loop is left or the signal aborts. */
  events(options?: EventsOptions): AsyncGenerator<CloudEvent, void, undefined>;
}

/** The calls, through this connection. */
export function eventCalls(http: Http): EventCalls {
  return {
    async listExecutionEvents(executionId, options) {
      const call = { method: "GET", path: path`/executions/${executionId}/events`, options } as const;
      return (await http.json<{ readonly events: readonly CloudEvent[] }>(call)).events;
    },
    executionEvents: (executionId, options) => executionEvents(http, executionId, options),
    events: ({ afterPosition, correlationId, executionId, types, workflowId, ...options } = {}) => {
      const filter = {
        types,
        workflow_id: workflowId,
        execution_id: executionId,
        correlation_id: correlationId,
      };
      const call = { method: "GET", path: path`/events`, query: filter, options } as const;
      return follow(http, { call, lastId: textOf(afterPosition), isLast: () => false, isOver: () => false });
    },
  };
}

/** The events of an execution until its last one. */
export function executionEvents(
  http: Http,
  executionId: string,
  { fromSequence = 1, ...options }: ExecutionEventsOptions = {},
): AsyncGenerator<CloudEvent, void, undefined> {
  const call = { method: "GET", path: path`/executions/${executionId}/events`, options } as const;
  const get = () => http.json<Execution>({ method: "GET", path: path`/executions/${executionId}`, options });
  const end = new EndWatch(get);
  const lastId = fromSequence > 1 ? textOf(fromSequence - 1) : undefined;
  return follow(http, {
    call,
    lastId,
    isLast: (event) => end.isLast(event),
    isOver: (isSilent) => end.isOver(isSilent),
  });
}

function textOf(number: number | undefined): string | undefined {
  return number === undefined ? undefined : String(number);
}

const ENDS: ReadonlySet<string> = new Set(
  ["completed", "failed", "cancelled"].map((how) => `tutti.execution.${how}`),
);

/** Knows when there are no more events: an execution that failed may have been retried since. */
class EndWatch {
  private last: CloudEvent | undefined;

  constructor(private readonly get: () => Promise<Execution>) {}

  async isLast(event: CloudEvent): Promise<boolean> {
    this.last = event;
    return ENDS.has(event.type) && this.isEndOf(await this.get());
  }

  /** The server ends a stream at the execution's end, or because it stops itself. */
  async isOver(isSilent: boolean): Promise<boolean> {
    const execution = await this.get();
    return this.isEndOf(execution) || (isSilent && hasEnded(execution));
  }

  private isEndOf(execution: Execution): boolean {
    return hasEnded(execution) && this.last?.time === execution.completed_at && ENDS.has(this.last.type);
  }
}
