import type { Json } from "../json/json";
import type { RunEvents, UnitRef } from "../run";

/** How many of an execution are remembered; the oldest are forgotten first. */
const MOST = 1_000;

type Emitted = RunEvents["action.emitted"];

/** What the executors of one execution have put into its journal, in this process and before. */
export class Emissions {
  private readonly all: Emitted[] = [];

  add(emitted: Emitted): void {
    this.all.push(emitted);
    if (this.all.length > MOST) this.all.shift();
  }

  /** What an action or item has emitted under a type, oldest first. */
  of({ action_id, index }: UnitRef, type: string): Json[] {
    return this.all.flatMap((one) =>
      one.action_id === action_id && one.index === index && one.event_type === type ? [one.payload] : [],
    );
  }
}
