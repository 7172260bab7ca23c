import type { UnitAt } from "../run";
import type { Attempt } from "./attempt";
import type { FairSlots } from "./slots";
import { unitKey } from "./unit-key";

/** The attempts of one execution that are going on; each holds a slot. */
export class AttemptTable {
  private readonly open = new Map<number | string, Attempt>();

  constructor(private readonly slots: FairSlots) {}

  get(at: UnitAt): Attempt | undefined {
    return this.open.get(unitKey(at));
  }

  /** How many are going on. */
  get size(): number {
    return this.open.size;
  }

  add(attempt: Attempt): void {
    this.open.set(unitKey(attempt.at), attempt);
    this.slots.take();
  }

  /** Takes an attempt out, unless a newer one of the same unit has taken its place. */
  remove(attempt: Attempt): void {
    const key = unitKey(attempt.at);
    if (this.open.get(key) !== attempt) return;
    this.open.delete(key);
    this.slots.release();
  }

  /** Aborts all; what they answer from now on is lost. */
  abandon(reason: unknown): void {
    for (const attempt of this.open.values()) {
      attempt.settle();
      attempt.abort(reason);
      this.remove(attempt);
    }
  }
}
