import type { Json } from "../json/json";
import { TuttiError } from "../errors";
import type { Clock, Commit, ExecutionIndex, ExecutionRow, Ids, Journal, Logger, Page } from "../ports";
import { type CloudEvent, toCloudEvent } from "./cloud-event";
import { EventQueue } from "./event-queue";
import { compileFilter, type EventFilter } from "./filter";
import { type EventHandler, Subscription } from "./subscription";

/** An event of the caller's own. */
export interface PublishedEvent {
  /** Such as `order.received`; types that begin with `tutti.` are Tutti's own. */
  readonly type: string;
  /** Who says it. Default `/`. */
  readonly source?: string;
  readonly subject?: string;
  /** Default: the event's id. */
  readonly correlationId?: string;
  readonly data?: Json;
  /** With the source it says which event this is, so that one that is published again is known. Default: a new UUID. */
  readonly id?: string;
  /** The execution that publishes it, and its workflow. */
  readonly executionId?: string;
  readonly workflowId?: string;
}

/** Which events to subscribe to. */
export interface SubscribeOptions extends EventFilter {
  /**
   * Begin with what has happened already, from this place in each journal: 1 for everything. Needs
   * `executionId` or `correlationId`.
   */
  readonly fromSequence?: number;
}

/** What an {@link EventStream} needs. */
export interface EventStreamPorts {
  readonly storage: Journal & ExecutionIndex;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** How many executions are read at a time. */
const PAGE = 500;

/**
 * Everything that happens, as CloudEvents, in each execution's order. Execution events are the journal's
 * entries: none is seen before it is durable.
 *
 * @example
 * const stop = events.subscribe({ types: ["action.failed"] }, (event) => console.warn(event.subject));
 * for await (const event of events.stream({ executionId, fromSequence: 1 })) show(event);
 */
export class EventStream implements AsyncIterable<CloudEvent> {
  private readonly subscriptions = new Set<Subscription>();

  constructor(private readonly ports: EventStreamPorts) {}

  /**
   * Calls the handler for each event that fits. Answers the function that ends the subscription.
   * Throws `INVALID_OPTIONS` for a `fromSequence` without `executionId` and `correlationId`.
   */
  subscribe(options: SubscribeOptions, handler: EventHandler): () => void {
    return this.open(options, handler);
  }

  /**
   * The events that fit, from now on, as they come; they end when the orchestrator has stopped. Leaving
   * the loop ends the subscription, and so does `return()`.
   */
  stream(options: SubscribeOptions = {}): EventQueue {
    const queue = new EventQueue(() => leave());
    const leave = this.open(
      options,
      (event) => queue.push(event),
      () => queue.end(),
    );
    return queue;
  }

  [Symbol.asyncIterator](): EventQueue {
    return this.stream();
  }

  /** Publishes an event of the caller's own. Answers the event as subscribers see it. */
  publish(published: PublishedEvent): CloudEvent {
    const { type, source = "/", subject, correlationId, data = null, executionId, workflowId } = published;
    const id = published.id ?? this.ports.ids.uuid();
    const event: CloudEvent = {
      specversion: "1.0",
      id,
      source,
      type,
      ...(subject === undefined ? {} : { subject }),
      time: new Date(this.ports.clock.now()).toISOString(),
      datacontenttype: "application/json",
      correlationid: correlationId ?? id,
      ...(executionId === undefined ? {} : { executionid: executionId }),
      ...(workflowId === undefined ? {} : { workflowid: workflowId }),
      data,
    };
    this.offer(event);
    return event;
  }

  /** Everything that has happened under a correlation id, execution by execution, oldest first. */
  async correlated(correlationId: string): Promise<CloudEvent[]> {
    return this.history({ correlationId }, 1);
  }

  /** Hands on what has become durable. Called by the engine. */
  committed({ entries, row }: Commit): void {
    if (this.subscriptions.size === 0) return;
    for (const entry of entries) this.offer(toCloudEvent(entry, row));
  }

  /** Ends every subscription once it has seen what happened so far. */
  close(): void {
    for (const subscription of this.subscriptions) subscription.end();
    this.subscriptions.clear();
  }

  private open(options: SubscribeOptions, handler: EventHandler, onEnd?: () => void): () => void {
    const { fromSequence, executionId, correlationId } = options;
    if (fromSequence !== undefined && executionId === undefined && correlationId === undefined)
      throw withoutPlace();
    const fits = compileFilter(options);
    const first = fromSequence ?? 0;
    const matches = (event: CloudEvent): boolean => (event.sequence ?? first) >= first && fits(event);
    const { logger } = this.ports;
    const subscription = new Subscription({
      matches,
      handler,
      logger,
      ...(onEnd === undefined ? {} : { onEnd }),
    });
    this.subscriptions.add(subscription);
    if (fromSequence !== undefined) subscription.beginWith(this.history(options, fromSequence));
    return () => {
      subscription.close();
      this.subscriptions.delete(subscription);
    };
  }

  private offer(event: CloudEvent): void {
    for (const subscription of this.subscriptions) subscription.offer(event);
  }

  private async history(filter: EventFilter, from: number): Promise<CloudEvent[]> {
    const { storage } = this.ports;
    const events: CloudEvent[] = [];
    for (const row of await this.rowsOf(filter)) {
      for (const entry of await storage.read(row.execution_id, from)) events.push(toCloudEvent(entry, row));
    }
    return events;
  }

  private async rowsOf({ executionId, correlationId }: EventFilter): Promise<ExecutionRow[]> {
    const { storage } = this.ports;
    if (executionId !== undefined) {
      const row = await storage.getExecution(executionId);
      return row === undefined ? [] : [row];
    }
    const rows: ExecutionRow[] = [];
    let cursor: string | null = null;
    do {
      const query = {
        limit: PAGE,
        correlation_id: correlationId ?? "",
        ...(cursor === null ? {} : { cursor }),
      };
      const found: Page<ExecutionRow> = await storage.listExecutions(query);
      rows.push(...found.rows);
      cursor = found.next_cursor;
    } while (cursor !== null);
    return rows.toReversed();
  }
}

function withoutPlace(): TuttiError {
  const problem = "fromSequence needs executionId or correlationId";
  return TuttiError.of("INVALID_OPTIONS", {
    where: "subscribe",
    problem,
    fix: "Say whose past events to begin with.",
  });
}
