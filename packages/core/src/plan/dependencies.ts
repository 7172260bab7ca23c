import type { WorkflowAction } from "../definition";
import { formatPath, issue, suggest } from "../errors";
import { findCycle } from "./graph";
import type { PlanDependency } from "./plan";
import type { Path, Report } from "./templates";

/** An action on its way to the plan. */
export interface Draft {
  readonly action: WorkflowAction;
  readonly path: Path;
  readonly position: number;
  /** Positions of the actions whose data it reads. */
  readonly reads: ReadonlySet<number>;
}

/** What each action waits for: what `depends_on` names, and then what its data shows. */
export function collectDependencies(draft: Draft, positions: ReadonlyMap<string, number>, report: Report): PlanDependency[] {
  const named = (draft.action.depends_on ?? []).flatMap((entry, index) => {
    const { action, on } = typeof entry === "string" ? { action: entry, on: undefined } : entry;
    const position = positions.get(action);
    if (position !== undefined) return [{ action: position, on: on ?? null }];
    reportUnknown(draft, { dependency: action, index, known: [...positions.keys()] }, report);
    return [];
  });
  const read = [...draft.reads].map((action) => ({ action, on: null }));
  // One entry an action: what depends_on says wins over what the data shows.
  return [...new Map([...read, ...named].map((dependency) => [dependency.action, dependency])).values()];
}

interface UnknownDependency {
  readonly dependency: string;
  readonly index: number;
  readonly known: readonly string[];
}

function reportUnknown({ action, path }: Draft, { dependency, index, known }: UnknownDependency, report: Report): void {
  const suggestion = suggest(dependency, known);
  report(
    issue("UNKNOWN_DEPENDENCY", formatPath([...path, "depends_on", index]), {
      action_id: action.action_id,
      dependency,
      known: known.slice(0, 30),
      ...(suggestion === undefined ? {} : { suggestion }),
    }),
  );
}

/** Reports a dependency cycle, if there is one. */
export function checkCycles(drafts: readonly Draft[], waitsFor: readonly (readonly PlanDependency[])[], report: Report): void {
  const cycle = findCycle(waitsFor.map((dependencies) => dependencies.map((dependency) => dependency.action)));
  if (cycle === null) return;
  const first = drafts[cycle[0] ?? 0];
  const names = cycle.map((position) => drafts[position]?.action.action_id ?? "?");
  report(issue("DEPENDENCY_CYCLE", formatPath(first?.path ?? []), { cycle: names }));
}
