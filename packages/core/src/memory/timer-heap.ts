/** A timer in a {@link TimerHeap}. */
export interface HeapTimer {
  /** ms since the epoch. */
  readonly at: number;
  readonly callback: () => void;
  /** Those of the same time fire in the order in which they were set. */
  readonly order: number;
  /** Where it stands in the heap; -1: it has left it. */
  place: number;
}

/**
 * Timers by time: a binary heap, so that setting one and taking one back cost O(log n). For those who
 * implement `Timers`.
 *
 * @example
 * const heap = new TimerHeap();
 * const timer = heap.add(clock.now() + 1000, () => console.log("a second later"));
 * heap.remove(timer); // taken back
 */
export class TimerHeap {
  private readonly timers: HeapTimer[] = [];
  private added = 0;

  /** How many timers are set. */
  get size(): number {
    return this.timers.length;
  }

  /** The `order` of the timer that was set last. */
  get newest(): number {
    return this.added;
  }

  /** The timer that is due first. */
  get first(): HeapTimer | undefined {
    return this.timers[0];
  }

  /** Sets a timer for a time (ms since the epoch). Whoever fires it takes it out first. */
  add(at: number, callback: () => void): HeapTimer {
    this.added += 1;
    const timer: HeapTimer = { at, callback, order: this.added, place: this.timers.length };
    this.timers.push(timer);
    this.rise(timer);
    return timer;
  }

  /** Takes a timer out; one that has left does no harm. */
  remove(timer: HeapTimer): void {
    const { place } = timer;
    if (place < 0) return;
    timer.place = -1;
    const last = this.timers.pop() as HeapTimer;
    if (last === timer) return;
    this.put(last, place);
    this.rise(last);
    this.sink(last);
  }

  private rise(timer: HeapTimer): void {
    while (timer.place > 0) {
      const parent = this.timers[(timer.place - 1) >>> 1] as HeapTimer;
      if (isBefore(parent, timer)) return;
      this.swap(parent, timer);
    }
  }

  private sink(timer: HeapTimer): void {
    for (let child = this.firstChild(timer); child !== undefined; child = this.firstChild(timer)) {
      if (isBefore(timer, child)) return;
      this.swap(timer, child);
    }
  }

  private firstChild({ place }: HeapTimer): HeapTimer | undefined {
    const left = this.timers[2 * place + 1];
    const right = this.timers[2 * place + 2];
    return left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
  }

  /** The second takes the place of the first. */
  private swap(upper: HeapTimer, lower: HeapTimer): void {
    const { place } = upper;
    this.put(upper, lower.place);
    this.put(lower, place);
  }

  private put(timer: HeapTimer, place: number): void {
    this.timers[place] = timer;
    timer.place = place;
  }
}

function isBefore(a: HeapTimer, b: HeapTimer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
