/** Who waits for a slot. */
export interface SlotUser {
  /** Goes on as far as there are slots. */
  goOn(): void;
}

/**
 * Lets at most so many actions of the process run at once. Executions that wait for a slot take turns,
 * so that one with 100,000 items does not keep the others waiting.
 */
export class FairSlots {
  private taken = 0;
  private readonly waiting = new Set<SlotUser>();
  private isServing = false;

  constructor(private readonly limit: number) {}

  get hasRoom(): boolean {
    return this.taken < this.limit;
  }

  /** An action has begun. */
  take(): void {
    this.taken += 1;
  }

  /** An action has ended. */
  release(): void {
    this.taken -= 1;
    this.serve();
  }

  /** Queues up; whoever queues already keeps its place. */
  waitFor(user: SlotUser): void {
    this.waiting.add(user);
  }

  /** Leaves the queue. */
  leave(user: SlotUser): void {
    this.waiting.delete(user);
  }

  /** Whoever goes on may end an action at once: this loop, not a deeper one, then serves the next. */
  private serve(): void {
    if (this.isServing || this.waiting.size === 0) return;
    this.isServing = true;
    try {
      for (const user of this.waiting) {
        if (!this.hasRoom) return;
        this.waiting.delete(user);
        user.goOn();
      }
    } finally {
      this.isServing = false;
    }
  }
}
