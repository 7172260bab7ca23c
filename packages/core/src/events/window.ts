import type { CloudEvent } from "../ports";

/** An event that a group has read and not finished. */
export interface Pending {
  readonly event: CloudEvent;
  readonly position: number;
  /** Is it a dead letter that is delivered again? */
  readonly isLetter: boolean;
  attempts: number;
  /** `resting`: it waits for its next attempt. */
  state: "ready" | "busy" | "resting";
}

/**
 * What a group has in hand: events in their order, of which members take those that are free. Events of one
 * execution, or else of one correlation, are handled one after the other; a dead letter has lost its place
 * and waits for nobody.
 */
export class Window {
  private readonly events = new Map<number, Pending>();
  private readonly letters = new Map<number, Pending>();

  /** How many events and letters it holds. */
  get size(): number {
    return this.events.size + this.letters.size;
  }

  /** Is there a dead letter among them? */
  get hasLetters(): boolean {
    return this.letters.size > 0;
  }

  addEvent(event: CloudEvent, position: number): void {
    this.events.set(position, { event, position, isLetter: false, attempts: 0, state: "ready" });
  }

  addLetter(event: CloudEvent, position: number): void {
    this.letters.set(position, { event, position, isLetter: true, attempts: 0, state: "ready" });
  }

  /** The next one that may be handled now; it is busy from then on. */
  take(): Pending | undefined {
    const found = this.freeLetter() ?? this.freeEvent();
    if (found !== undefined) found.state = "busy";
    return found;
  }

  remove({ isLetter, position }: Pending): void {
    (isLetter ? this.letters : this.events).delete(position);
  }

  /** Everything up to here is finished, when everything up to `upTo` was read. */
  finishedUpTo(upTo: number): number {
    for (const position of this.events.keys()) return position - 1;
    return upTo;
  }

  private freeLetter(): Pending | undefined {
    for (const letter of this.letters.values()) if (letter.state === "ready") return letter;
    return undefined;
  }

  private freeEvent(): Pending | undefined {
    const taken = new Set<string>();
    for (const pending of this.events.values()) {
      const key = pending.event.executionid ?? pending.event.correlationid;
      if (pending.state === "ready" && !taken.has(key)) return pending;
      taken.add(key);
    }
    return undefined;
  }
}
