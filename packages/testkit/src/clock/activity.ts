import { turn } from "./turn";

/** So many turns of the event loop in which nothing happens mean that everything is at rest. */
const QUIET_TURNS = 5;

/** So many turns without any answer mean that none will come. A storage on a network needs many. */
const MOST_SILENT_TURNS = 2_000_000;

/**
 * Knows when everything is at rest: nothing happens any more that waits neither for time nor for the test.
 *
 * Promises alone cannot tell that, because a storage may answer many turns of the event loop later. So
 * everything that a test can see reports here: calls of the storage, of scripted actions and of timers.
 *
 * @example
 * const activity = new Activity();
 * const answer = activity.track("append", storage.append(commit));
 * await activity.rest(); // the answer is there, and what follows from it has happened
 */
export class Activity {
  private readonly open = new Map<number, string>();
  private readonly outside = new Set<number>();
  private held = 0;
  private noted = 0;
  private reason: Error | undefined;

  /** Something has happened. */
  note(): void {
    this.noted += 1;
  }

  /** Something is under way, until the function that this gives is called. */
  begin(what: string): () => void {
    this.note();
    const ticket = this.noted;
    this.open.set(ticket, what);
    return () => {
      if (this.open.delete(ticket)) this.note();
    };
  }

  /**
   * Something outside is under way, such as a call of an action's executor, until the function that this
   * gives is called. It may come to wait for time itself, as for a mocked service that is slow: {@link hold}.
   */
  beginOutside(): () => void {
    this.note();
    const ticket = this.noted;
    this.outside.add(ticket);
    return () => {
      if (this.outside.delete(ticket)) this.note();
    };
  }

  /** Something outside waits for virtual time, until the function that this gives is called. */
  hold(): () => void {
    this.note();
    this.held += 1;
    return () => {
      this.note();
      this.held -= 1;
    };
  }

  /** Whoever waits for rest waits no longer: that rejects with the reason, now and from now on. */
  giveUp(reason: Error): void {
    this.reason = reason;
  }

  /** Passes an answer on; a promised one is under way until it settles. */
  track<T>(what: string, answer: T | Promise<T>): T | Promise<T> {
    if (!(answer instanceof Promise)) {
      this.note();
      return answer;
    }
    return answer.finally(this.begin(what));
  }

  /** Settles when everything is at rest. Rejects when something that is under way never ends. */
  async rest(): Promise<void> {
    let quiet = 0;
    for (let silent = 0; quiet < QUIET_TURNS; silent++) {
      const isQuiet = await this.passTurn();
      quiet = isQuiet && this.isIdle ? quiet + 1 : 0;
      if (!isQuiet) silent = 0;
      // Only who asked knows how long something outside may take.
      if (silent > MOST_SILENT_TURNS && this.outside.size === 0)
        throw new Error(`No answer came from: ${this.underWay()}.`);
    }
  }

  /**
   * What `look` gives, once it gives something. Rejects when everything is at rest and there is still
   * nothing, for then nothing will come any more; `missing` says what was missed.
   */
  async until<T>(
    look: () => T | undefined | Promise<T | undefined>,
    missing: () => string | Promise<string>,
  ): Promise<T> {
    for (let quiet = 0; ; ) {
      const found = await look();
      if (found !== undefined) return found;
      if (quiet >= 2 * QUIET_TURNS) throw new Error(await missing());
      // Looking may ask the storage, so only what happens between two looks counts.
      const isQuiet = await this.passTurn();
      quiet = isQuiet && this.isIdle ? quiet + 1 : 0;
    }
  }

  /** What a promise gives; rejects when it is still unsettled and everything is at rest. */
  async settled<T>(promise: Promise<T>, missing: () => string | Promise<string>): Promise<T> {
    let isOver = false;
    const over = promise.finally(() => {
      isOver = true;
    });
    over.catch(() => undefined);
    await this.until(() => (isOver ? true : undefined), missing);
    return over;
  }

  /** Is nothing under way but what waits for time? */
  private get isIdle(): boolean {
    return this.open.size === 0 && this.outside.size <= this.held;
  }

  private async passTurn(): Promise<boolean> {
    if (this.reason !== undefined) throw this.reason;
    const before = this.noted;
    await turn();
    return this.noted === before;
  }

  private underWay(): string {
    return [...this.open.values()].join(", ");
  }
}
