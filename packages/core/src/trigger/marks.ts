import type { Clock, EventMark, TriggerStore } from "../ports";

/** How long (ms) an event is known again. */
const MARKS_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** How often (ms) old marks are looked for, at most. */
const FORGET_EVERY_MS = 60 * 60 * 1000;

/** Which events triggers have dealt with, for as long as the same one may come again. */
export class Marks {
  private forgottenAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly storage: TriggerStore,
    private readonly clock: Clock,
  ) {}

  async has(mark: Omit<EventMark, "time">): Promise<boolean> {
    return this.storage.isMarked(mark);
  }

  async add(mark: Omit<EventMark, "time">): Promise<void> {
    const time = this.clock.now();
    await this.storage.markEvent({ ...mark, time });
    if (time - this.forgottenAt < FORGET_EVERY_MS) return;
    this.forgottenAt = time;
    await this.storage.forgetMarks(time - MARKS_KEPT_MS);
  }
}
