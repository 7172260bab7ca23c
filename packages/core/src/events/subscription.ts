import type { Logger } from "../ports";
import type { CloudEvent } from "./cloud-event";

/** Sees events one after the other; the next one is handed over when the promise of the last has settled. */
export type EventHandler = (event: CloudEvent) => void | Promise<void>;

/** A handler with its own queue: a slow or failing one delays nobody else. */
export class Subscription {
  private queue: CloudEvent[] = [];
  private isBusy = false;
  private isOpen = true;

  constructor(
    readonly matches: (event: CloudEvent) => boolean,
    private readonly handler: EventHandler,
    private readonly logger: Logger,
  ) {}

  /** Hands over past events first; new ones wait behind them, and none is seen twice. */
  beginWith(history: Promise<readonly CloudEvent[]>): void {
    this.isBusy = true;
    void history
      .then(
        (events) => this.putInFront(events),
        (error: unknown) => this.logger.error({ error: String(error) }, "Past events could not be read."),
      )
      .then(() => this.drain());
  }

  /** Queues an event; the handler runs in a later microtask. */
  offer(event: CloudEvent): void {
    if (!this.isOpen || !this.matches(event)) return;
    this.queue.push(event);
    if (this.isBusy) return;
    this.isBusy = true;
    void this.drain();
  }

  close(): void {
    this.isOpen = false;
    this.queue = [];
  }

  private putInFront(events: readonly CloudEvent[]): void {
    const past = new Set(events.map((event) => event.id));
    const fresh = this.queue.filter((event) => !past.has(event.id));
    this.queue = [...events.filter((event) => this.matches(event)), ...fresh];
  }

  private async drain(): Promise<void> {
    await Promise.resolve();
    while (this.queue.length > 0) {
      const batch = this.queue;
      this.queue = [];
      for (const event of batch) await this.handle(event);
    }
    this.isBusy = false;
  }

  private async handle(event: CloudEvent): Promise<void> {
    if (!this.isOpen) return;
    try {
      await this.handler(event);
    } catch (error) {
      this.logger.error({ event_id: event.id, event_type: event.type, error: String(error) }, "An event handler failed.");
    }
  }
}
