import type { CloudEvent, ExecutionRow, JournalEntry, LoggedEvent, LogPage } from "../ports";

/** How many published events are kept; the oldest are forgotten first. */
const PUBLISHED = 10_000;

/** How many are kept at most for consumer groups that have still to handle them. */
const FOR_GROUPS = 100_000;

/** So much of the log may stand for what was forgotten before it is made smaller. */
const SLACK = 1024;

/** An execution as the log sees it; its journal is empty once it is forgotten. */
interface Source {
  readonly journal: readonly JournalEntry[];
  readonly row: Pick<ExecutionRow, "workflow_id" | "correlation_id">;
}

/** Entries that were stored together, or a published event. */
type Item =
  | { readonly position: number; readonly count: number; readonly source: Source; readonly from: number }
  | { readonly position: number; readonly count: 1; readonly event: CloudEvent };

/** All events in the order in which they were stored. It refers to the journals and copies nothing. */
export class MemoryEventLog {
  /** The position of the newest event. */
  last = 0;
  private items: Item[] = [];
  /** The published events and their positions by source and id, oldest first. */
  private readonly own = new Map<string, { readonly event: CloudEvent; readonly position: number }>();
  /** How many positions stand for what was forgotten. */
  private dead = 0;
  /** How many positions the items have. */
  private held = 0;

  constructor(private readonly groups: { readonly handledUpTo: number }) {}

  /** Takes the entries that are about to be put behind a journal. */
  add(source: Source, count: number): void {
    this.push({ position: this.last + 1, count, source, from: source.journal.length });
  }

  publish(event: CloudEvent): boolean {
    const key = keyOf(event);
    if (this.own.has(key)) return false;
    this.own.set(key, { event, position: this.last + 1 });
    this.push({ position: this.last + 1, count: 1, event });
    this.forgetOldest();
    return true;
  }

  read(after: number, limit: number): LogPage {
    const events: LoggedEvent[] = [];
    for (let index = this.placeOf(after); index < this.items.length; index++) {
      for (const event of this.eventsOf(this.items[index] as Item)) {
        if (event.position <= after) continue;
        if (events.length === limit) return { events, upTo: events.at(-1)?.position ?? after };
        events.push(event);
      }
    }
    return { events, upTo: Math.max(after, this.last) };
  }

  published(correlationId: string): readonly CloudEvent[] {
    return Array.from(this.own.values(), ({ event }) => event).filter(
      ({ correlationid }) => correlationid === correlationId,
    );
  }

  /** Is told of a forgotten execution: how many entries it had. */
  forget(entries: number): void {
    this.dead += entries;
    if (this.dead < SLACK || this.dead * 2 < this.held) return;
    this.items = this.items.filter((item) => this.isAlive(item));
    this.held -= this.dead;
    this.dead = 0;
  }

  private push(item: Item): void {
    this.items.push(item);
    this.last += item.count;
    this.held += item.count;
  }

  private forgetOldest(): void {
    if (this.own.size <= PUBLISHED) return;
    const { handledUpTo } = this.groups;
    for (const [key, { position }] of this.own) {
      if (this.own.size <= PUBLISHED || (position > handledUpTo && this.own.size <= FOR_GROUPS)) return;
      this.own.delete(key);
      this.forget(1);
    }
  }

  private isAlive(item: Item): boolean {
    return "event" in item ? this.own.has(keyOf(item.event)) : item.source.journal.length > 0;
  }

  private eventsOf(item: Item): LoggedEvent[] {
    const { position } = item;
    if (!this.isAlive(item)) return [];
    if ("event" in item) return [{ position, event: item.event }];
    const { source, from, count } = item;
    const entries = source.journal.slice(from, from + count);
    return entries.map((entry, index) => ({ position: position + index, entry, row: source.row }));
  }

  /** The first item that can have an event behind the position. */
  private placeOf(after: number): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { position, count } = this.items[middle] as Item;
      if (position + count - 1 <= after) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function keyOf({ source, id }: CloudEvent): string {
  return JSON.stringify([source, id]);
}
