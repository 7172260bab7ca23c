import type { Clock, Journal, Logger, TimerHandle, Timers } from "../ports";

/** ms between two looks whether a storage takes entries again: the first, and the longest. */
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** What a {@link Revival} needs. */
export interface RevivalParts {
  readonly storage: Pick<Journal, "probe">;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  /** The storage takes entries again. */
  readonly revive: () => void;
}

/** Waits until a storage that took nothing more takes entries again. */
export class Revival {
  private timer: TimerHandle | undefined;
  private delayMs = FIRST_MS;

  constructor(private readonly parts: RevivalParts) {}

  /** Begins to look, unless it does already. */
  begin(): void {
    if (this.timer !== undefined) return;
    const { clock, timers } = this.parts;
    this.timer = timers.schedule(clock.now() + this.delayMs, () => void this.look());
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    try {
      await this.parts.storage.probe();
    } catch (error) {
      this.delayMs = Math.min(this.delayMs * 2, LONGEST_MS);
      this.parts.logger.warn({ error: String(error) }, "The storage still takes nothing.");
      if (this.timer !== undefined) this.beginAgain();
      return;
    }
    this.delayMs = FIRST_MS;
    if (this.timer === undefined) return;
    this.timer = undefined;
    this.parts.revive();
  }

  private beginAgain(): void {
    this.timer = undefined;
    this.begin();
  }
}
