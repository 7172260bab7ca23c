import type { CloudEvent, WorkflowDefinition } from "@tutti/core";
import { actionsOf, type Branch, triggersOf } from "./branches";

/** A way through a definition, and how often tests went it. */
export interface CoveredBranch {
  readonly name: string;
  /** Where the definition has it: `actions[1].condition`. */
  readonly path: string;
  /** From 1; null: not known. */
  readonly line: number | null;
  readonly hits: number;
}

/** An action, and how often tests ran it. */
export interface CoveredStep {
  readonly action_id: string;
  readonly path: string;
  readonly line: number | null;
  readonly hits: number;
  readonly branches: readonly CoveredBranch[];
}

/** How much there is, and how much of it tests have seen. */
export interface CoverageCount {
  readonly total: number;
  readonly covered: number;
}

/** What tests have seen of one workflow. */
export interface WorkflowCoverage {
  readonly file: string;
  readonly actions: readonly CoveredStep[];
  readonly triggers: readonly CoveredBranch[];
  readonly counts: { readonly actions: CoverageCount; readonly branches: CoverageCount };
  /** Actions and branches together; 100 for a workflow without any. */
  readonly percent: number;
}

/** A workflow, and where its parts stand. */
export interface CoverageSubject {
  readonly file: string;
  readonly definition: WorkflowDefinition;
  /** The line of a path, from 1; undefined: not known. */
  readonly lineOf: (path: string) => number | undefined;
}

/**
 * What executions have seen of a definition: which actions ran, and which of the ways that the definition
 * provides for were gone: conditions, `depends_on` with `on`, `for_each`, retries, failures that are dealt
 * with, compensations and triggers.
 *
 * @param histories the events of each execution
 */
export function workflowCoverage(
  { definition, file, lineOf }: CoverageSubject,
  histories: readonly (readonly CloudEvent[])[],
): WorkflowCoverage {
  const hits = (count: Branch["count"]): number =>
    histories.reduce((sum, history) => sum + count(history), 0);
  const covered = ({ count, name, path }: Branch): CoveredBranch => ({
    name,
    path,
    line: lineOf(path) ?? null,
    hits: hits(count),
  });
  const actions = actionsOf(definition).map(({ action_id, branches, path, starts }) => ({
    action_id,
    path,
    line: lineOf(path) ?? null,
    hits: hits(starts),
    branches: branches.map(covered),
  }));
  const triggers = triggersOf(definition).map(covered);
  const counts = {
    actions: countOf(actions),
    branches: countOf([...actions.flatMap(({ branches }) => branches), ...triggers]),
  };
  return { file, actions, triggers, counts, percent: percentOf([counts.actions, counts.branches]) };
}

function countOf(all: readonly { readonly hits: number }[]): CoverageCount {
  return { total: all.length, covered: all.filter(({ hits }) => hits > 0).length };
}

/** How much is covered, in percent; 100 when there is nothing to cover. */
export function percentOf(counts: readonly CoverageCount[]): number {
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  const covered = counts.reduce((sum, count) => sum + count.covered, 0);
  return total === 0 ? 100 : (100 * covered) / total;
}
