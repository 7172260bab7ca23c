import { TuttiError } from "../errors";
import type { EventFilter, GroupRetry } from "../ports";

/** Which events to subscribe to. */
export interface SubscribeOptions extends EventFilter {
  /**
   * Begin with what has happened already, from this place in each journal: 1 for everything. Needs
   * `executionId` or `correlationId`.
   */
  readonly fromSequence?: number;
  /**
   * Begin with this place among all events of the storage: 1 for everything. The events are read from the
   * storage as fast as the handler takes them, and have a `position`.
   */
  readonly fromPosition?: number;
  /**
   * The consumer group that the handler belongs to. The storage keeps how far it has come, so that each event
   * is handled by one member, at least once, also after a restart. `fromPosition` says where a new group
   * begins; without it, with what comes next.
   */
  readonly group?: string;
  /** Of a group. */
  readonly retry?: GroupRetry;
}

/** A group's retry, complete. */
export type FullRetry = Required<GroupRetry>;

const DEFAULT_RETRY: FullRetry = { maxAttempts: 5, initialIntervalMs: 1000, maxIntervalMs: 60_000 };

/** What a subscription without a group does with an event that its handler could not take: nothing more. */
export const ONCE: FullRetry = { ...DEFAULT_RETRY, maxAttempts: 1 };

/** The longest name of a group. */
const LONGEST_NAME = 200;

/** What the names of Tutti's own groups begin with. */
const OWN_NAMES = "tutti:";

/** Fills in what is left out. Throws `INVALID_OPTIONS` for numbers that make no sense. */
export function fullRetry(retry: GroupRetry = {}): FullRetry {
  const full = { ...DEFAULT_RETRY, ...retry };
  for (const [name, least] of Object.entries({ maxAttempts: 1, initialIntervalMs: 0, maxIntervalMs: 0 }))
    checkWhole(`retry.${name}`, full[name as keyof FullRetry], least);
  return full;
}

/** Throws `INVALID_OPTIONS` for options that contradict each other. */
export function checkOptions(options: SubscribeOptions): void {
  const { executionId, correlationId, fromPosition, fromSequence, group, retry } = options;
  if (fromSequence !== undefined) {
    if (group !== undefined || fromPosition !== undefined)
      throw refused("fromSequence goes with neither group nor fromPosition", "Give fromPosition instead.");
    if (executionId === undefined && correlationId === undefined)
      throw refused(
        "fromSequence needs executionId or correlationId",
        "Say whose past events to begin with.",
      );
  }
  if (fromPosition !== undefined) checkWhole("fromPosition", fromPosition, 0);
  if (group !== undefined) checkGroup(group);
  else if (retry !== undefined) throw refused("retry needs a group", "Name the group, or leave retry out.");
}

/** Throws `INVALID_OPTIONS` for what can't be the name of a group. */
export function checkGroup(group: unknown): void {
  const shown = JSON.stringify(group ?? null).slice(0, 50);
  if (typeof group === "string" && group.startsWith(OWN_NAMES))
    throw refused(`group is ${shown}`, `Names that begin with "${OWN_NAMES}" are Tutti's own: use another.`);
  if (typeof group === "string" && group !== "" && group.length <= LONGEST_NAME) return;
  throw refused(`group is ${shown}`, `Give it a name of 1 to ${LONGEST_NAME} characters.`);
}

/** The error for options of a subscription that can't be used. */
export function refused(problem: string, fix: string, where = "subscribe"): TuttiError {
  return TuttiError.of("INVALID_OPTIONS", { where, problem, fix });
}

function checkWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw refused(`${name} is ${value}`, `Give a whole number of at least ${least}, or leave it out.`);
}
