import type { CloudEvent } from "../ports";
import type { EventStream } from "./event-stream";
import type { Followed, Following } from "./follower";
import type { PublishedEvent } from "./publish";

/** Which events to listen for. */
export interface Interest {
  /** A type, with or without `tutti.`; a `*` at the end stands for anything. */
  readonly type: string;
  /** Null: any. */
  readonly correlationId: string | null;
}

type Listener = (event: CloudEvent) => void | Promise<void>;

/** The listeners of one type. */
interface Route {
  readonly stop: () => void;
  /** By the correlation id they ask for. */
  readonly listeners: Map<string | null, Set<Listener>>;
}

/**
 * One subscription per event type, for any number of listeners that come and go: 10,000 executions that wait for
 * `order.paid`, each of its own order, cost an event of another type nothing.
 */
export class EventRouter {
  private readonly routes = new Map<string, Route>();

  constructor(private readonly stream: Pick<EventStream, "announce" | "follow" | "subscribe">) {}

  /** Publishes an event of the engine's. Answers it as subscribers see it, once it is stored. */
  publish(event: PublishedEvent): Promise<CloudEvent> {
    return this.stream.announce(event);
  }

  /** Lets a reader follow all events, from where it was. */
  follow(following: Following): Followed {
    return this.stream.follow(following);
  }

  /**
   * Calls back for each event that fits. The next event of the type comes when all who listen have dealt with
   * this one. Answers the function that ends it.
   */
  listen({ type, correlationId }: Interest, listener: Listener): () => void {
    const { listeners } = this.routeOf(type);
    const group = listeners.get(correlationId) ?? new Set();
    listeners.set(correlationId, group.add(listener));
    return () => {
      if (!group.delete(listener) || group.size > 0) return;
      listeners.delete(correlationId);
      if (listeners.size === 0) this.close(type);
    };
  }

  private routeOf(type: string): Route {
    const known = this.routes.get(type);
    if (known !== undefined) return known;
    const listeners: Route["listeners"] = new Map();
    const stop = this.stream.subscribe({ types: [type] }, (event) => dispatch(listeners, event));
    const route = { stop, listeners };
    this.routes.set(type, route);
    return route;
  }

  private close(type: string): void {
    this.routes.get(type)?.stop();
    this.routes.delete(type);
  }
}

/** Tells everyone; then rejects with the first error there was, for the stream to report. */
async function dispatch(listeners: Route["listeners"], event: CloudEvent): Promise<void> {
  const groups = [listeners.get(null), listeners.get(event.correlationid)];
  const called = groups.flatMap((group) => [...(group ?? [])]).map(async (listener) => listener(event));
  const failed = (await Promise.allSettled(called)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}
