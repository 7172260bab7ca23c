import type { Clock, EventMark, TriggerStore } from "../ports";

/** How long (ms) an event is known again. */
const MARKS_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** How often (ms) old marks are looked for, at most. */
const FORGET_EVERY_MS = 60 * 60 * 1000;

/** An event and the trigger that it is for. */
export type MarkedEvent = Omit<EventMark, "time">;

/** Which events triggers have started executions for, for as long as the same one may come again. */
export class Marks {
  private forgottenAt: number;

  constructor(
    private readonly storage: TriggerStore,
    private readonly clock: Clock,
  ) {
    // Not at once: what the last process started may come again first, however long ago that was.
    this.forgottenAt = clock.now();
  }

  async has(mark: MarkedEvent): Promise<boolean> {
    return this.storage.isMarked(mark);
  }

  /** What to store with the execution that is started now. */
  make(mark: MarkedEvent): EventMark {
    return { ...mark, time: this.clock.now() };
  }

  /** Forgets what is old, now and then. */
  async tidy(): Promise<void> {
    const time = this.clock.now();
    if (time - this.forgottenAt < FORGET_EVERY_MS) return;
    this.forgottenAt = time;
    await this.storage.forgetMarks(time - MARKS_KEPT_MS);
  }
}
