import { type CloudEvent, compileFilter } from "../events";
import type { EventListener } from "./event-trigger";

/** Those who hear types that match a pattern with a `*`. */
interface Pattern {
  readonly matches: (event: CloudEvent) => boolean;
  readonly listeners: Set<EventListener>;
}

/** The event triggers of all workflows, by what they hear: an event costs nothing for those of other types. */
export class Listeners {
  private readonly workflows = new Map<string, readonly EventListener[]>();
  private readonly types = new Map<string, Set<EventListener>>();
  private readonly patterns = new Map<string, Pattern>();

  get isEmpty(): boolean {
    return this.workflows.size === 0;
  }

  /** The position behind which the first of them takes events. */
  get from(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const listeners of this.workflows.values())
      for (const { from } of listeners) first = Math.min(first, from);
    return first;
  }

  /** Sets the triggers of a workflow instead of those it had, which take no more. */
  set(workflowId: string, listeners: readonly EventListener[]): void {
    for (const listener of this.workflows.get(workflowId) ?? []) {
      listener.end();
      this.remove(listener);
    }
    if (listeners.length === 0) this.workflows.delete(workflowId);
    else this.workflows.set(workflowId, listeners);
    for (const listener of listeners) this.add(listener);
  }

  /** Lets each trigger deal with those that it hears, in their order; settles when all have. */
  async deliver(events: readonly CloudEvent[]): Promise<void> {
    const heard = new Map<EventListener, CloudEvent[]>();
    for (const event of events)
      for (const listener of this.whoHears(event)) {
        const own = heard.get(listener) ?? [];
        own.push(event);
        heard.set(listener, own);
      }
    await Promise.all(Array.from(heard, ([listener, own]) => listener.take(own)));
  }

  /** Ends all of them. */
  end(): void {
    for (const workflowId of this.workflows.keys()) this.set(workflowId, []);
  }

  private *whoHears(event: CloudEvent): Iterable<EventListener> {
    yield* this.types.get(event.type) ?? [];
    for (const { matches, listeners } of this.patterns.values()) if (matches(event)) yield* listeners;
  }

  private add(listener: EventListener): void {
    const { type } = listener;
    if (!type.endsWith("*")) {
      for (const one of bothForms(type))
        this.types.set(one, (this.types.get(one) ?? new Set()).add(listener));
      return;
    }
    const pattern = this.patterns.get(type) ?? {
      matches: compileFilter({ types: [type] }),
      listeners: new Set(),
    };
    pattern.listeners.add(listener);
    this.patterns.set(type, pattern);
  }

  private remove(listener: EventListener): void {
    const { type } = listener;
    for (const one of bothForms(type)) removeFrom(this.types, one, listener);
    const pattern = this.patterns.get(type);
    if (pattern?.listeners.delete(listener) === true && pattern.listeners.size === 0)
      this.patterns.delete(type);
  }
}

/** A type as it is written, and as one of Tutti's own. */
function bothForms(type: string): readonly string[] {
  return [type, `tutti.${type}`];
}

function removeFrom(sets: Map<string, Set<EventListener>>, type: string, listener: EventListener): void {
  const set = sets.get(type);
  if (set?.delete(listener) === true && set.size === 0) sets.delete(type);
}
