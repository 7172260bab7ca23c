import type { Command } from "../run";

/** Something that must not be done before what led to it is durable. */
export interface Effect {
  /** The sequence of what led to it. */
  readonly after: number;
  readonly command: Command | CancelChild;
}

interface CancelChild {
  readonly kind: "cancel_child";
  readonly executionId: string;
}

/** Does it wait for a place among the running actions? */
export function needsSlot({ kind }: Effect["command"]): boolean {
  return kind === "run" || kind === "compensate";
}

/** Must it wait until what led to it is durable? */
export function isEffect({ kind }: Command): boolean {
  return kind === "run" || kind === "compensate" || kind === "child";
}
