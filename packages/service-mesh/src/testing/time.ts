import type { MeshTime } from "../time";

interface Waiting {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that stands still until a test moves it. */
export class TestTime implements MeshTime {
  private waiting: Waiting[] = [];

  constructor(private current = 1_000_000) {}

  now(): number {
    return this.current;
  }

  schedule(at: number, callback: () => void) {
    const one = { at, callback };
    this.waiting.push(one);
    return { cancel: () => void (this.waiting = this.waiting.filter((other) => other !== one)) };
  }

  /** How many timers wait. */
  get timers(): number {
    return this.waiting.length;
  }

  /** Moves on, and fires what is due in its order. */
  advance(ms: number): void {
    const end = this.current + ms;
    for (let next = this.due(end); next !== undefined; next = this.due(end)) {
      this.waiting = this.waiting.filter((other) => other !== next);
      this.current = Math.max(this.current, next.at);
      next.callback();
    }
    this.current = end;
  }

  private due(end: number): Waiting | undefined {
    return this.waiting.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  }
}
