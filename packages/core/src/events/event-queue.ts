import type { CloudEvent } from "../ports";

/** So many events wait to be taken before whoever brings more is asked to wait. */
const MANY = 256;

type Next = IteratorResult<CloudEvent, undefined>;

/** The events of a subscription as an async iterator. */
export class EventQueue implements AsyncIterableIterator<CloudEvent, undefined> {
  private events: CloudEvent[] = [];
  private taken = 0;
  private readonly waiting: ((next: Next) => void)[] = [];
  private hasEnded = false;
  private readonly whenEmpty: (() => void)[] = [];

  /** `leave` ends the subscription. */
  constructor(private readonly leave: () => void) {}

  /** Takes an event. Answers a promise when many wait to be taken; it settles when all of them are. */
  push(event: CloudEvent): void | Promise<void> {
    const waiting = this.waiting.shift();
    if (waiting !== undefined) return waiting({ done: false, value: event });
    this.events.push(event);
    if (this.events.length < MANY) return undefined;
    return new Promise((resolve) => this.whenEmpty.push(resolve));
  }

  /** Nothing more will come; what is queued can still be taken. */
  end(): void {
    this.hasEnded = true;
    for (const resolve of this.waiting.splice(0)) resolve(END);
  }

  next(): Promise<Next> {
    const event = this.events[this.taken];
    if (event !== undefined) {
      this.taken += 1;
      if (this.taken === this.events.length) this.clear();
      return Promise.resolve({ done: false, value: event });
    }
    if (this.hasEnded) return Promise.resolve(END);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** What leaving a loop calls. */
  return(): Promise<Next> {
    this.clear();
    this.leave();
    this.end();
    return Promise.resolve(END);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private clear(): void {
    this.events = [];
    this.taken = 0;
    for (const resolve of this.whenEmpty.splice(0)) resolve();
  }
}

const END: Next = { done: true, value: undefined };
