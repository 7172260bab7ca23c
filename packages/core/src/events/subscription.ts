import type { CloudEvent, Delivery, EventHandler, Logger } from "../ports";

const LIVE: Delivery = { group: null, attempt: 1, isRedelivered: false };

/** What a subscription is made of. */
export interface SubscriptionParts {
  /** What `matches` says of the type alone. */
  readonly fitsType: (type: string) => boolean;
  readonly matches: (event: CloudEvent) => boolean;
  readonly handler: EventHandler;
  readonly logger: Logger;
  /** Called once, when nothing more will come. */
  readonly onEnd?: () => void;
}

/** A handler with its own queue: a slow or failing one delays nobody else. */
export class Subscription {
  private queue: CloudEvent[] = [];
  private isBusy = false;
  private state: "open" | "ending" | "closed" = "open";
  /** The newest sequence that came from the journal, by execution: what is announced late was seen there. */
  private readonly past = new Map<string, number>();
  /** The published events that came from the storage, by source and id. */
  private readonly pastIds = new Set<string>();

  constructor(private readonly parts: SubscriptionParts) {}

  /** Hands over past events first; new ones wait behind them, and none is seen twice. */
  beginWith(history: Promise<readonly CloudEvent[]>): void {
    this.isBusy = true;
    void history
      .then(
        (events) => this.putInFront(events),
        (error: unknown) =>
          this.parts.logger.error({ error: String(error) }, "Past events could not be read."),
      )
      .then(() => this.drain());
  }

  /** Could it take events of this type? */
  wants(type: string): boolean {
    return this.parts.fitsType(type);
  }

  /** Queues an event; the handler runs in a later microtask. */
  offer(event: CloudEvent): void {
    if (this.state !== "open" || this.isPast(event) || !this.parts.matches(event)) return;
    this.queue.push(event);
    if (this.isBusy) return;
    this.isBusy = true;
    void this.drain();
  }

  /** Takes no more; what is queued is still handed over. */
  end(): void {
    if (this.state !== "open") return;
    this.state = "ending";
    if (!this.isBusy) this.close();
  }

  /** Hands nothing over any more. */
  close(): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.queue = [];
    this.parts.onEnd?.();
  }

  private isPast(event: CloudEvent): boolean {
    const { executionid = "", sequence } = event;
    if (sequence === undefined) return this.pastIds.has(keyOf(event));
    return sequence <= (this.past.get(executionid) ?? 0);
  }

  private putInFront(events: readonly CloudEvent[]): void {
    for (const event of events) {
      if (event.sequence === undefined) this.pastIds.add(keyOf(event));
      else this.past.set(event.executionid ?? "", event.sequence);
    }
    const fresh = this.queue.filter((event) => !this.isPast(event));
    this.queue = [...events.filter((event) => this.parts.matches(event)), ...fresh];
  }

  private async drain(): Promise<void> {
    await Promise.resolve();
    while (this.queue.length > 0) {
      const batch = this.queue;
      this.queue = [];
      for (const event of batch) await this.handle(event);
    }
    this.isBusy = false;
    if (this.state === "ending") this.close();
  }

  private async handle(event: CloudEvent): Promise<void> {
    if (this.state === "closed") return;
    try {
      await this.parts.handler(event, LIVE);
    } catch (error) {
      const { id, type } = event;
      this.parts.logger.error(
        { event_id: id, event_type: type, error: String(error) },
        "An event handler failed.",
      );
    }
  }
}

function keyOf({ source, id }: CloudEvent): string {
  return JSON.stringify([source, id]);
}
