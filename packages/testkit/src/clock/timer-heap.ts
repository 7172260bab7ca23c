/** A timer that is set. */
export interface HeapTimer {
  /** ms since the epoch. */
  readonly at: number;
  readonly callback: () => void;
  /** It has fired or was taken back. */
  isOver: boolean;
}

interface Entry {
  readonly timer: HeapTimer;
  readonly order: number;
}

/** Timers by their time, and those of the same time in the order in which they were set: a binary heap. */
export class TimerHeap {
  private readonly entries: Entry[] = [];
  private added = 0;

  add(timer: HeapTimer): void {
    this.added += 1;
    this.entries.push({ timer, order: this.added });
    this.rise(this.entries.length - 1);
  }

  /** The first timer that is not over; undefined when there is none. */
  first(): HeapTimer | undefined {
    while (this.entries[0]?.timer.isOver === true) this.removeFirst();
    return this.entries[0]?.timer;
  }

  private removeFirst(): void {
    const last = this.entries.pop();
    if (last === undefined || this.entries.length === 0) return;
    this.entries[0] = last;
    this.sink(0);
  }

  private rise(from: number): void {
    for (let place = from; place > 0; ) {
      const above = (place - 1) >> 1;
      if (!this.isBefore(place, above)) return;
      this.swap(place, above);
      place = above;
    }
  }

  private sink(from: number): void {
    for (let place = from; ; ) {
      const left = 2 * place + 1;
      const least = this.isBefore(left + 1, left) ? left + 1 : left;
      if (!this.isBefore(least, place)) return;
      this.swap(place, least);
      place = least;
    }
  }

  /** Does the entry at `a` come before the one at `b`? Not when there is none. */
  private isBefore(a: number, b: number): boolean {
    const [one, other] = [this.entries[a], this.entries[b]];
    if (one === undefined || other === undefined) return false;
    return one.timer.at - other.timer.at < 0 || (one.timer.at === other.timer.at && one.order < other.order);
  }

  private swap(a: number, b: number): void {
    const [one, other] = [this.entries[a], this.entries[b]] as [Entry, Entry];
    this.entries[a] = other;
    this.entries[b] = one;
  }
}
