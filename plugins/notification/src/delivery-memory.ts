import type { ActionContext, Json } from "@tutti/core";
import type { Delivery } from "./types";

/** How many unfinished actions are remembered; the oldest one is forgotten first. */
const DEFAULT_LIMIT = 10_000;

/** The events in which a delivery is noted in the journal of its execution. */
const DELIVERED = "notification.delivered";

/**
 * What unfinished actions have delivered already, so that their next attempt does not deliver it again.
 *
 * It holds only what an attempt that failed, or is still running, has delivered: a success is forgotten at
 * once. What {@link note} put into the journal is found after a crash and in another process too.
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

/** Notes a delivery in the journal of its execution. */
export function note(context: ActionContext, delivery: Delivery): void {
  const { attempt, idempotencyKey: idempotency_key } = context;
  const { channel, status, id } = delivery;
  const data = { idempotency_key, channel, status, attempt, ...(id === undefined ? {} : { id }) };
  context.emit({ type: DELIVERED, data });
}

/** What was noted of a channel by an earlier attempt, or the same one in a process that died. */
export function noted(context: ActionContext, channel: string): Delivery | undefined {
  const all = context.emitted?.(DELIVERED) ?? [];
  const found = all.find((data) => isOf(data, context.idempotencyKey, channel));
  if (found === undefined) return undefined;
  const { attempt, id } = found as { readonly attempt: number; readonly id?: string };
  return { channel, status: "delivered", ...(id === undefined ? {} : { id }), attempt };
}

/** The compensation of the action has another key. */
function isOf(data: Json, key: string, channel: string): boolean {
  const { idempotency_key, channel: name } = (data ?? {}) as Record<string, Json>;
  return idempotency_key === key && name === channel;
}
