import type { CloudEvent, EventStream } from "@tutti/core";

/** The event that stands for something that is to be done. */
const MARK = "cli.output";

/**
 * Does things in the order of the events. What an action logs or prints comes at once and an event a
 * moment later, so each such thing lines up among the events.
 *
 * @example
 * const inOrder = new InOrder(orchestrator.events);
 * orchestrator.events.subscribe({}, (event) => inOrder.take(event) || show(event));
 * inOrder.add(() => console.log("said between two events"));
 */
export class InOrder {
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly events: EventStream) {}

  /** Does it when all events of before have been seen. */
  add(thing: () => void): void {
    this.waiting.push(thing);
    void this.events.publish({ type: MARK, source: "/cli", transient: true });
  }

  /** Does what an event stands for. False: it is an event of the execution. */
  take({ type }: CloudEvent): boolean {
    if (type !== MARK) return false;
    this.waiting.shift()?.();
    return true;
  }

  /** Does what is left. */
  flush(): void {
    for (const thing of this.waiting.splice(0)) thing();
  }
}
