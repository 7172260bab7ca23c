import type { Delivery } from "./types";

/** How many unfinished actions are remembered; the oldest one is forgotten first. */
const DEFAULT_LIMIT = 10_000;

/**
 * What unfinished actions have delivered already, so that their next attempt does not deliver it again.
 *
 * It holds only what an attempt that failed, or is still running, has delivered: a success is forgotten at
 * once. It lives in the process. After a crash, or in another process, the next attempt delivers again,
 * under the same idempotency key.
 */
export class DeliveryMemory {
  private readonly actions = new Map<string, Map<string, Delivery>>();

  constructor(private readonly limit = DEFAULT_LIMIT) {}

  /** What the action with this idempotency key has delivered over a channel in an earlier attempt. */
  find(key: string, channel: string): Delivery | undefined {
    return this.actions.get(key)?.get(channel);
  }

  /** Remembers a delivery, and in which attempt it was. */
  keep(key: string, delivery: Delivery, attempt: number): void {
    const kept = this.actions.get(key) ?? new Map<string, Delivery>();
    kept.set(delivery.channel, { ...delivery, attempt });
    this.actions.set(key, kept);
    const [oldest] = this.actions.keys();
    if (this.actions.size > this.limit && oldest !== undefined) this.actions.delete(oldest);
  }

  /** Forgets an action that has ended well. */
  forget(key: string): void {
    this.actions.delete(key);
  }
}
