import type { CoveredBranch, WorkflowCoverage } from "./coverage";

/**
 * Coverage in the format of lcov, for the tools that show it: actions are functions and lines of the
 * workflow's file, and the ways through them are branches.
 */
export function toLcov(workflows: readonly WorkflowCoverage[]): string {
  return workflows.map((one) => `${linesOf(one).join("\n")}\n`).join("");
}

function linesOf({ actions, counts, file, triggers }: WorkflowCoverage): string[] {
  const placed = actions.map((action) => ({ ...action, line: action.line ?? 1 }));
  const lines = new Map<number, number>();
  for (const { hits, line } of placed) lines.set(line, (lines.get(line) ?? 0) + hits);
  return [
    "TN:",
    `SF:${file}`,
    ...placed.map(({ action_id: id, line }) => `FN:${line},${id}`),
    ...placed.map(({ action_id: id, hits }) => `FNDA:${hits},${id}`),
    `FNF:${counts.actions.total}`,
    `FNH:${counts.actions.covered}`,
    ...placed.flatMap(({ branches }, block) => branchLines(branches, block)),
    ...branchLines(triggers, placed.length),
    `BRF:${counts.branches.total}`,
    `BRH:${counts.branches.covered}`,
    ...[...lines].toSorted(([a], [b]) => a - b).map(([line, hits]) => `DA:${line},${hits}`),
    `LF:${lines.size}`,
    `LH:${[...lines.values()].filter((hits) => hits > 0).length}`,
    "end_of_record",
  ];
}

function branchLines(branches: readonly CoveredBranch[], block: number): string[] {
  return branches.map(({ hits, line }, index) => `BRDA:${line ?? 1},${block},${index},${hits}`);
}
