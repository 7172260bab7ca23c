/** What became of one commit: undefined, or why it alone was refused. */
export type Outcome = Error | undefined;

/** Stores commits in one transaction. Throws when nothing of them is stored. */
export type WriteAll<Item> = (items: readonly Item[]) => readonly Outcome[];

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Group commit: all commits of one turn of the event loop are stored in one transaction, at the end of
 * that turn. There is no timer: an idle store writes a lone commit at once, and under load the batches
 * become larger by themselves.
 */
export class CommitQueue<Item> {
  private items: Item[] = [];
  private waiting: Waiting[] = [];
  private scheduled: NodeJS.Immediate | undefined;

  constructor(private readonly write: WriteAll<Item>) {}

  /** Settles when the commit is durable, or with the reason why it was not stored. */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.items.push(item);
      this.waiting.push({ resolve, reject });
      this.scheduled ??= setImmediate(() => this.flush());
    });
  }

  /** Stores what is queued now, not at the end of the turn. */
  flush(): void {
    if (this.scheduled === undefined) return;
    clearImmediate(this.scheduled);
    const { items, waiting } = this;
    this.scheduled = undefined;
    this.items = [];
    this.waiting = [];
    try {
      const outcomes = this.write(items);
      for (const [index, { resolve, reject }] of waiting.entries()) {
        const refused = outcomes[index];
        if (refused === undefined) resolve();
        else reject(refused);
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }
}
