import type { UnitAt } from "../run";
import { unitKey } from "./unit-key";

/** The units of one execution that listen for events, each with the function that ends it. */
export class Listening {
  private readonly ends = new Map<number | string, () => void>();

  get size(): number {
    return this.ends.size;
  }

  has(at: UnitAt): boolean {
    return this.ends.has(unitKey(at));
  }

  add(at: UnitAt, end: () => void): void {
    this.ends.set(unitKey(at), end);
  }

  /** Lets a unit listen no more; one that does not is left alone. */
  end(at: UnitAt): void {
    if (this.ends.size === 0) return;
    const key = unitKey(at);
    this.ends.get(key)?.();
    this.ends.delete(key);
  }

  clear(): void {
    for (const end of this.ends.values()) end();
    this.ends.clear();
  }
}
