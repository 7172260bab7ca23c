interface Link<T> {
  readonly item: T;
  next: Link<T> | undefined;
}

/** A first-in, first-out queue whose operations take constant time however long it gets. */
export class Fifo<T> {
  // A linked list: most queues here hold one item at a time, and an array that is pushed to gets room for seventeen.
  private first: Link<T> | undefined;
  private last: Link<T> | undefined;

  get isEmpty(): boolean {
    return this.first === undefined;
  }

  /** The oldest item, left where it is. */
  peek(): T | undefined {
    return this.first?.item;
  }

  push(item: T): void {
    const link: Link<T> = { item, next: undefined };
    if (this.last === undefined) this.first = link;
    else this.last.next = link;
    this.last = link;
  }

  /** Takes the oldest item out. */
  shift(): T | undefined {
    const { first } = this;
    if (first === undefined) return undefined;
    this.first = first.next;
    if (this.first === undefined) this.last = undefined;
    return first.item;
  }
}
