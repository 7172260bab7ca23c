import { spawnSync } from "node:child_process";
import { fromRoot } from "../root";

export interface Violation {
  rule: string;
  from: string;
  to: string;
}

interface CruiseOutput {
  summary: { violations: { rule: { name: string }; from: string; to: string }[]; totalCruised: number };
}

/** Runs dependency-cruiser with the repository's rules in a folder laid out like the repository. */
export function cruise(folder: string): { violations: Violation[]; modules: number } {
  const program = fromRoot("node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const config = fromRoot("tools/checks/dependency-cruiser.cjs");
  const run = spawnSync(
    process.execPath,
    [program, "--config", config, "--output-type", "json", "{packages,plugins}/*/src"],
    { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (run.stdout === "") throw new Error(`dependency-cruiser did not run: ${run.stderr}`);
  const { summary } = JSON.parse(run.stdout) as CruiseOutput;
  const violations = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  return { violations, modules: summary.totalCruised };
}
