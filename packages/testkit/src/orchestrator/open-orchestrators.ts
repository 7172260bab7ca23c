import type { CloudEvent } from "@tutti/core";

/** A test orchestrator that has not been stopped. */
export interface OpenOrchestrator {
  /** Where it was made: a line of a stack. */
  readonly where: string;
  /** Stopped by a hook of the testkit, so nobody forgets it. */
  readonly isManaged: boolean;
  stop(): Promise<void>;
  eventsOf(executionId: string): readonly CloudEvent[];
}

// One list, also when a runner loads this package twice.
const KEY = Symbol.for("@tutti/testkit:open-orchestrators");
const holder = globalThis as unknown as Record<symbol, Set<OpenOrchestrator> | undefined>;

/** The test orchestrators that run in this process. */
export function openOrchestrators(): Set<OpenOrchestrator> {
  holder[KEY] ??= new Set();
  return holder[KEY];
}

/** The events of an execution, as long as its test orchestrator runs. */
export function knownEvents(executionId: string): readonly CloudEvent[] {
  for (const open of openOrchestrators()) {
    const events = open.eventsOf(executionId);
    if (events.length > 0) return events;
  }
  return [];
}
