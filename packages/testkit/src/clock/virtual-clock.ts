import { type Clock, TimerHeap, type TimerHandle, type Timers } from "@tutti/core/runtime";
import { TestkitError } from "../errors";
import { Activity } from "./activity";
import { type Duration, toMs } from "./duration";

/** 2026-01-01T00:00:00Z: where virtual time begins unless told otherwise. */
export const EPOCH = Date.UTC(2026, 0, 1);

/** Options of {@link createTestClock}. */
export interface TestClockOptions {
  /** Where time begins, in ms since the epoch. Default: {@link EPOCH}. */
  readonly start?: number;
  /** Knows when everything is at rest. Default: one that knows of this clock's timers only. */
  readonly activity?: Activity;
}

/**
 * Makes a clock for tests, which is its own timers: give it as `clock` and as `timers`.
 *
 * @example
 * const clock = createTestClock();
 * const orchestrator = await createOrchestrator({ clock, timers: clock });
 * await clock.advance("1 day");
 */
export function createTestClock(options: TestClockOptions = {}): VirtualClock {
  return new VirtualClock(options);
}

/**
 * Time that stands still until a test moves it. Timers fire in the order of their time, and those of
 * the same time in the order in which they were set.
 *
 * @example
 * const clock = new VirtualClock();
 * clock.schedule(clock.now() + 1000, () => console.log("a second later"));
 * await clock.advance(1000);
 */
export class VirtualClock implements Clock, Timers {
  /** Knows when everything is at rest that this clock's time depends on. */
  readonly activity: Activity;
  private readonly start: number;
  private readonly timers = new TimerHeap();
  private time: number;
  private turns: Promise<void> = Promise.resolve();

  constructor({ start = EPOCH, activity = new Activity() }: TestClockOptions = {}) {
    this.start = start;
    this.time = start;
    this.activity = activity;
  }

  /** Virtual time: ms since the epoch. */
  now(): number {
    return this.time;
  }

  /** How many ms of virtual time have passed since the clock was made. */
  monotonic(): number {
    return this.time - this.start;
  }

  /** How many timers are set for a later time. */
  get size(): number {
    return this.timers.size;
  }

  /** Sets a timer; one that is due already fires in the next turn of the event loop. */
  schedule(at: number, callback: () => void): TimerHandle {
    if (at <= this.time) return this.fireSoon(callback);
    this.activity.note();
    const timer = this.timers.add(at, callback);
    return { cancel: () => this.timers.remove(timer) };
  }

  /**
   * Lets time pass: each timer fires at its time, and all that follows from it comes to rest before the
   * next one.
   *
   * @param duration ms, or a text such as `"90 s"`, `"1 day"` or `"1 h 30 min"`
   * @throws {TestkitError} `INVALID_DURATION`
   */
  advance(duration: Duration): Promise<void> {
    const ms = toMs(duration);
    return this.inTurn(async () => {
      const until = this.time + ms;
      while (await this.step(until));
      this.time = until;
    });
  }

  /**
   * What a promise gives: lets as much time pass as it needs, timer by timer.
   *
   * @param missing says what is missing when nothing is left that could settle it
   * @throws {TestkitError} `NOTHING_LEFT` when no timer is set and everything is at rest
   * @example
   * const { execution } = await clock.until(workflows.executeWorkflow(id, {}, "ada"));
   */
  async until<T>(
    promise: Promise<T>,
    missing: () => string = () => "The promise did not settle",
  ): Promise<T> {
    let isOver = false;
    const over = promise.finally(() => {
      isOver = true;
    });
    over.catch(() => undefined);
    await this.inTurn(async () => {
      while (await this.step(Number.POSITIVE_INFINITY, () => isOver));
    });
    // What did not need time may still need some turns of the event loop.
    return this.activity.settled(over, () => {
      throw new TestkitError("NOTHING_LEFT", `${missing()}: no timer is set and everything is at rest.`);
    });
  }

  /** Fires the next timer once everything is at rest; false when none is due until then. */
  private async step(until: number, isEnough = (): boolean => false): Promise<boolean> {
    await this.activity.rest();
    const { first } = this.timers;
    if (isEnough() || first === undefined || first.at > until) return false;
    this.timers.remove(first);
    this.time = first.at;
    first.callback();
    return true;
  }

  /** Two who let time pass at once take turns: each finds what the other one left. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turns.then(work);
    this.turns = done.catch(() => undefined);
    return done;
  }

  private fireSoon(callback: () => void): TimerHandle {
    const done = this.activity.begin("a timer that is due");
    const soon = setImmediate(() => {
      callback();
      done();
    });
    return {
      cancel: () => {
        clearImmediate(soon);
        done();
      },
    };
  }
}
