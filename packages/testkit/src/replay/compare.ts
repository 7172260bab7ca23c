import { inspect, isDeepStrictEqual } from "node:util";
import { type HistoryEvent, unitKey } from "./history";

/** One thing that would be otherwise. */
export interface ReplayDifference {
  readonly kind: "status" | "result" | "action" | "order";
  /** The action, with `[0]` for an item of it. */
  readonly action?: string;
  readonly before: unknown;
  readonly after: unknown;
  /** In a sentence, for people. */
  readonly message: string;
}

/** What came of an execution, as its events tell. */
interface Summary {
  readonly status: string;
  readonly result: unknown;
  /** How each unit ended, after how many attempts. */
  readonly units: ReadonlyMap<string, string>;
  /** In the order of their first starts. */
  readonly starts: readonly string[];
}

const UNIT = /^(action|item)\.(started|waiting|completed|failed|skipped|cancelled)$/;
const END = /^execution\.(completed|failed|cancelled)$/;

/** What is otherwise in the second list of events. */
export function differencesOf(
  before: readonly HistoryEvent[],
  after: readonly HistoryEvent[],
): readonly ReplayDifference[] {
  const [was, is] = [summaryOf(before), summaryOf(after)];
  const status =
    was.status === is.status ? [] : [difference({ kind: "status", before: was.status, after: is.status })];
  const isSame = isDeepStrictEqual(plain(was.result), plain(is.result));
  const result = isSame ? [] : [difference({ kind: "result", before: was.result, after: is.result })];
  return [...status, ...unitDifferences(was, is), ...orderDifferences(was, is), ...result];
}

function unitDifferences(was: Summary, is: Summary): ReplayDifference[] {
  const units = new Set([...was.units.keys(), ...is.units.keys()]);
  return [...units].flatMap((action) => {
    const [before, after] = [was.units.get(action) ?? "did not run", is.units.get(action) ?? "does not run"];
    return before === after ? [] : [difference({ kind: "action", action, before, after })];
  });
}

/** Pairs that start the other way round, each said once for the unit that is later now. */
function orderDifferences(was: Summary, is: Summary): ReplayDifference[] {
  const place = new Map(is.starts.map((unit, index) => [unit, index]));
  const both = was.starts.filter((unit) => place.has(unit));
  const swapped = both.filter((unit, index) =>
    both.slice(index + 1).some((later) => (place.get(later) ?? 0) < (place.get(unit) ?? 0)),
  );
  if (swapped.length === 0) return [];
  const after = is.starts.filter((unit) => both.includes(unit));
  return [difference({ kind: "order", before: both, after })];
}

function summaryOf(events: readonly HistoryEvent[]): Summary {
  const units = new Map<string, string>();
  const attempts = new Map<string, number>();
  for (const { type, data } of events.filter((event) => UNIT.test(event.type))) {
    const unit = unitKey(data);
    const how = lastPart(type);
    const tries = (attempts.get(unit) ?? 0) + (how === "started" ? 1 : 0);
    if (tries > 0) attempts.set(unit, tries);
    units.set(unit, `${how}${tries > 1 ? ` after ${tries} attempts` : ""}`);
  }
  const end = events.findLast(({ type }) => END.test(type));
  const status = end === undefined ? "still going on" : lastPart(end.type);
  // A map keeps the order in which its keys came.
  return { status, result: end?.data["result"] ?? null, units, starts: [...attempts.keys()] };
}

/** `completed` of `action.completed`. */
function lastPart(type: string): string {
  return type.slice(type.indexOf(".") + 1);
}

function difference(given: Omit<ReplayDifference, "message">): ReplayDifference {
  const { kind, action, before, after } = given;
  const whats = {
    status: `The execution ended as ${String(before)}; now it is ${String(after)}.`,
    result: `The result was ${shown(before)}; now it is ${shown(after)}.`,
    action: `"${action ?? ""}": before ${String(before)}, now ${String(after)}.`,
    order: `The actions started in the order ${String(before)}; now ${String(after)}.`,
  };
  return { ...given, message: whats[kind] };
}

function shown(value: unknown): string {
  return inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY });
}

/** JSON of one realm and prototype. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
