interface Seat<Value> {
  value: Value | undefined;
}

/**
 * A Map for many values that each stay for a moment.
 *
 * A Map makes itself a new table now and then, and V8 chains the tables. As soon as one of them is old enough to be
 * left alone by the small collections, every later one is kept with what it held, long deleted or not, until all
 * memory is looked through: each execution would be copied twice and kept for a while. So the tables hold seats, and
 * what is deleted leaves its seat empty.
 */
export class TransientMap<Value extends object> {
  private readonly seats = new Map<string, Seat<Value>>();

  get(key: string): Value | undefined {
    return this.seats.get(key)?.value;
  }

  has(key: string): boolean {
    return this.seats.has(key);
  }

  set(key: string, value: Value): void {
    const seat = this.seats.get(key);
    if (seat === undefined) this.seats.set(key, { value });
    else seat.value = value;
  }

  /** Takes a value out; undefined when there was none. */
  take(key: string): Value | undefined {
    const seat = this.seats.get(key);
    if (seat === undefined) return undefined;
    this.seats.delete(key);
    const { value } = seat;
    seat.value = undefined;
    return value;
  }

  keys(): string[] {
    return [...this.seats.keys()];
  }

  values(): Value[] {
    return [...this.seats.values()].map(({ value }) => value as Value);
  }

  clear(): void {
    for (const key of this.keys()) this.take(key);
  }
}
