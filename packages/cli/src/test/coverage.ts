import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { percentOf, toLcov, workflowCoverage, type WorkflowCoverage } from "@tutti/testkit/workflow-tests";
import { tableLines } from "../render/table";
import { type Line, type Span, span } from "../terminal/style";
import { lineOf } from "./load-tests";
import type { FileResult } from "./run-tests";

/** What the tests have seen of the workflows. */
export interface TestCoverage {
  readonly workflows: readonly WorkflowCoverage[];
  /** Actions and branches of all of them. */
  readonly percent: number;
}

/** What the tests have seen of each workflow; several files of tests may be about one. */
export function coverageOf(files: readonly FileResult[]): TestCoverage {
  const firsts = new Map(files.map((file) => [file.tests.workflow.name, file.tests]));
  const workflows = [...firsts].map(([name, tests]) => {
    const { definition } = tests.file.workflow;
    const of = files.filter((file) => file.tests.workflow.name === name);
    return workflowCoverage(
      { file: name, definition, lineOf: (at) => lineOf(tests.workflow.source, at) },
      of.flatMap(({ results }) => results.flatMap(({ histories }) => histories)),
    );
  });
  const counts = workflows.flatMap((one) => [one.counts.actions, one.counts.branches]);
  return { workflows, percent: percentOf(counts) };
}

/** Writes `lcov.info` and `coverage.json` into a folder. */
export async function writeCoverage(coverage: TestCoverage, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "lcov.info"), toLcov(coverage.workflows));
  await writeFile(path.join(folder, "coverage.json"), `${JSON.stringify(coverage, null, 2)}\n`);
}

/** The coverage as a table: each workflow, and below it what was never taken, with its place. */
export function coverageLines({ percent, workflows }: TestCoverage, columns: number): Line[] {
  const rows = workflows.flatMap((one) => [headRow(one), ...missedRows(one)]);
  return [
    ...tableLines(rows, { columns, heads: ["Workflow", "Covered", "Actions", "Branches", "Never taken"] }),
    ["All workflows: ", span(percentText(percent), percent === 100 ? "green" : "yellow")],
  ];
}

function headRow({ counts, file, percent }: WorkflowCoverage): Span[] {
  const { actions, branches } = counts;
  const look = percent === 100 ? "green" : "yellow";
  return [
    file,
    span(percentText(percent), look),
    `${actions.covered}/${actions.total}`,
    `${branches.covered}/${branches.total}`,
    "",
  ];
}

function missedRows({ actions, file, triggers }: WorkflowCoverage): Span[][] {
  const row = (line: number | null, what: string): Span[] => [
    span(`  ${file}:${line ?? 1}`, "dim"),
    "",
    "",
    "",
    what,
  ];
  return [
    ...actions.flatMap(({ action_id: id, branches, hits, line }) => [
      ...(hits === 0 ? [row(line, `${id}: never ran`)] : []),
      ...branches
        .filter((branch) => branch.hits === 0)
        .map((branch) => row(branch.line, `${id}: ${branch.name}`)),
    ]),
    ...triggers.filter(({ hits }) => hits === 0).map(({ line, name }) => row(line, name)),
  ];
}

/** Rounded down, so that 100 % means all of it. */
export function percentText(percent: number): string {
  return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
}
