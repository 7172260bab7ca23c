import { quote } from "../errors/catalog/entry";
import { formatPath, type Issue, issue, suggest } from "../errors";
import type { ActionDependency } from "../definition";
import { type Draft, readsBefore } from "./drafts";
import { findCycles } from "./graph";
import type { Scopes } from "./names";
import type { Outcome, PlanDependency } from "./plan";
import { addActionsRead, readsEverything } from "./references";

/** By position: what each action waits for. */
export type WaitsFor = readonly (readonly PlanDependency[])[];

/** What each action waits for: what `depends_on` names, and then what its data shows. */
export function dependenciesOf(drafts: readonly Draft[], { cleanup: names }: Scopes): WaitsFor {
  const everything = new EverythingBefore();
  return drafts.map((draft, position) => {
    const reads = readsBefore(draft);
    const before = reads.some(readsEverything) ? everything.readAt(draft.list, position) : [];
    const read = new Set<number>();
    for (const one of reads) addActionsRead(one, names, read);
    const dependencies = new Map<number, PlanDependency>();
    // Cleanup knows all actions, but one waits only for those of its own stage.
    const add = (action: number, on: PlanDependency["on"]): void => {
      const isNew = drafts[action]?.list === draft.list && !dependencies.has(action);
      if (isNew) dependencies.set(action, Object.freeze({ action, on }));
    };
    for (const { id, on } of named(draft)) add(names.actions.get(id) ?? NOWHERE, on);
    for (const action of read) add(action, null);
    for (const action of before) add(action, null);
    return Object.freeze([...dependencies.values()]);
  });
}

const NOWHERE = -1;

/**
 * What an expression waits for that reads everything there is: all actions written before its own.
 * They are told from the last action of this kind on, which has waited for those before it, so that
 * there is one edge an action however many such expressions there are.
 */
class EverythingBefore {
  private readonly since = new Map<Draft["list"], number>();

  readAt(list: Draft["list"], position: number): number[] {
    const first = this.since.get(list) ?? 0;
    this.since.set(list, position);
    return Array.from({ length: position - first }, (_, index) => first + index);
  }
}

interface NamedDependency {
  readonly id: string;
  readonly on: readonly Outcome[] | null;
}

function named({ action }: Draft): NamedDependency[] {
  return (action.depends_on ?? []).map(asNamed);
}

function asNamed(dependency: ActionDependency): NamedDependency {
  return typeof dependency === "string"
    ? { id: dependency, on: null }
    : { id: dependency.action, on: dependency.on };
}

/** Says which entries of an action's `depends_on` can't be, each where it is written. */
export function* dependencyIssues(draft: Draft, scopes: Scopes): Generator<Issue> {
  const seen = new Map<string, NamedDependency>();
  for (const [index, dependency] of named(draft).entries()) {
    const place = formatPath([...draft.path, "depends_on", index]);
    const { id } = dependency;
    const before = seen.get(id);
    if (before !== undefined && !isSame(before, dependency)) yield contradiction(id, place);
    seen.set(id, dependency);
    if (before === undefined) yield* unknownIssues({ draft, id, place }, scopes);
  }
}

/** The same entry twice is as good as once; two that differ leave open which is meant. */
function isSame(a: NamedDependency, b: NamedDependency): boolean {
  // Nobody can write no outcomes at all, so none stand for the plain form.
  const set = ({ on }: NamedDependency): string => [...new Set(on)].toSorted().join();
  return set(a) === set(b);
}

function contradiction(id: string, place: string): Issue {
  const problem = `${place} names ${quote(id)} again, with other outcomes`;
  const fix = `Name ${quote(id)} once, with all its outcomes: { action: ${id}, on: [completed, failed] }.`;
  return issue("INVALID_DEFINITION", place, { problem, fix });
}

interface UnknownDependency {
  readonly draft: Draft;
  readonly id: string;
  readonly place: string;
}

function* unknownIssues({ draft, id, place }: UnknownDependency, scopes: Scopes): Generator<Issue> {
  const { actions: all, unclear, mayBeNamelessAction } = scopes.cleanup;
  const { main } = scopes;
  const isOfMain = main.actions.has(id);
  const isReachable = all.has(id) && isOfMain === (draft.list === "actions");
  if (isReachable || unclear.has(id) || mayBeNamelessAction) return;
  const known = [...all.keys()].filter((other) => main.actions.has(other) === (draft.list === "actions"));
  const suggestion = suggest(id, known);
  yield issue("UNKNOWN_DEPENDENCY", place, {
    action_id: nameOf(draft),
    dependency: id,
    known,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(all.has(id) ? { unreachable: isOfMain ? ENDED_BEFORE : RUNS_AFTER } : {}),
  });
}

const RUNS_AFTER = "which is one of on_failure and runs only when all others have ended";
const ENDED_BEFORE = "which has ended before any action of on_failure starts";

function nameOf({ action, path }: Draft): string {
  return action.action_id === "" ? formatPath(path) : action.action_id;
}

/** Says which actions wait for each other; at least one cycle of each group of them. */
export function* cycleIssues(drafts: readonly Draft[], waitsFor: WaitsFor): Generator<Issue> {
  const edges = waitsFor.map((dependencies) => dependencies.map(({ action }) => action));
  for (const positions of findCycles(edges)) {
    const cycle = positions.flatMap((position) => drafts[position] ?? []);
    const reader = cycle.find((draft) => readsBefore(draft).some(readsEverything));
    const hint =
      reader === undefined
        ? {}
        : {
            hint: `Name what "${nameOf(reader)}" reads: an expression that reads everything waits for all actions before it.`,
          };
    yield issue("DEPENDENCY_CYCLE", formatPath(cycle[0]?.path ?? []), { cycle: cycle.map(nameOf), ...hint });
  }
}
