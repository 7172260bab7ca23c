/** A first-in, first-out queue whose operations take constant time however long it gets. */
export class Fifo<T> {
  private items: T[] = [];
  private head = 0;

  get isEmpty(): boolean {
    return this.head === this.items.length;
  }

  /** The oldest item, left where it is. */
  peek(): T | undefined {
    return this.items[this.head];
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** Takes the oldest item out. */
  shift(): T | undefined {
    if (this.isEmpty) return undefined;
    const item = this.items[this.head];
    this.head += 1;
    if (this.head === this.items.length) this.clear();
    return item;
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }
}
