import type { EventPublisher, JsonObject } from "@tutti/core";
import type { MeshEvent } from "@tutti/service-mesh";

/** How many changes wait to be published at most. */
const MOST_WAITING = 256;

/**
 * Publishes the mesh's changes of state as events, one after the other, and never in the way of a call: what comes
 * faster than the storage takes it, or while it takes nothing, is counted, and that is told.
 */
export class ChangeFeed {
  private readonly waiting: MeshEvent[] = [];
  private publisher: EventPublisher | undefined;
  private lost = 0;
  private working: Promise<void> | undefined;

  /** Begins to publish. What came before is how things were, not a change. */
  start(publisher: EventPublisher): void {
    this.publisher = publisher;
  }

  /** Takes a change; returns at once. */
  take(change: MeshEvent): void {
    if (this.publisher === undefined) return;
    if (this.waiting.length >= MOST_WAITING) {
      this.lost += 1;
      return;
    }
    this.waiting.push(change);
    this.working ??= this.work(this.publisher);
  }

  /** Takes no more; settles when what waits is published. */
  async stop(): Promise<void> {
    this.publisher = undefined;
    await this.working;
  }

  private async work(publisher: EventPublisher): Promise<void> {
    for (let change = this.waiting.shift(); change !== undefined; change = this.waiting.shift()) {
      const { type, time, service, ...rest } = change;
      const { instance } = rest;
      const event = {
        type: `mesh.${type}`,
        source: `/services/${encodeURIComponent(service)}`,
        ...(instance === undefined ? {} : { subject: instance }),
        data: { service, ...rest, time } satisfies JsonObject,
      };
      await publisher.publish(event).catch(() => (this.lost += 1));
      if (this.waiting.length === 0) await this.tellOfLost(publisher);
    }
    this.working = undefined;
  }

  private async tellOfLost(publisher: EventPublisher): Promise<void> {
    const count = this.lost;
    if (count === 0) return;
    this.lost = 0;
    const event = { type: "mesh.changes_lost", source: "/services", data: { count } };
    await publisher.publish(event).catch(() => (this.lost += count));
  }
}
