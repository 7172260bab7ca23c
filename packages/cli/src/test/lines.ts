import type { TestCounts, WorkflowTestResult } from "@tutti/testkit/workflow-tests";
import type { Look } from "../commands/shared";
import { formatDuration } from "../terminal/duration";
import { type Line, type Span, span } from "../terminal/style";
import { printable } from "../terminal/text";
import type { FileResult } from "./run-tests";
import type { TestSummary } from "./summary";

type Signs = Pick<Look, "symbols">;

/** A file and its cases, as a tree. */
export function fileLines({ notRun, results, tests }: FileResult, { symbols }: Signs): Line[] {
  return [
    [span(printable(tests.name), "bold")],
    ...results.map((one): Line => {
      const sign = one.passed ? span(symbols.completed, "green") : span(symbols.failed, "red");
      const time = span(` ${formatDuration(one.duration_ms)}`, "dim");
      const snapshot =
        one.snapshot === "written" || one.snapshot === "updated" ? ` (snapshot ${one.snapshot})` : "";
      return ["  ", sign, ` ${printable(one.name)}`, time, span(snapshot, "yellow")];
    }),
    ...(notRun === 0 ? [] : [["  ", span(`${symbols.skipped} ${notRun} not run`, "dim")]]),
  ];
}

/** Everything that failed, with what happened. */
export function failureLines(files: readonly FileResult[], { symbols }: Signs): Line[] {
  return files.flatMap(({ results, tests }) =>
    results.filter(({ passed }) => !passed).flatMap((one) => failure(one, tests.name, symbols)),
  );
}

function failure(
  { line, message, name }: WorkflowTestResult,
  file: string,
  { failed }: Look["symbols"],
): Line[] {
  // The first line of the message names the case and its file again.
  const [, ...told] = message.split("\n");
  return [
    [],
    [span(`${failed} ${printable(name)}`, "red"), span(`  ${file}:${line ?? 1}`, "dim")],
    ...told.map((text): Line => [printable(text)]),
  ];
}

/** The numbers at the end. */
export function summaryLines(summary: TestSummary, { symbols }: Signs): Line[] {
  const { categories, duration_ms, files, not_run, slowest, snapshots } = summary;
  const dot = ` ${symbols.dot} `;
  const kinds = Object.entries(categories).map(([name, counts]) => `${name} ${plainCounts(counts)}`);
  const kept = Object.entries(snapshots).filter(([, count]) => count > 0);
  return [
    [],
    ["Slowest:"],
    ...slowest.map((one): Line => [`  ${formatDuration(one.duration_ms)}  ${printable(one.name)}`]),
    [],
    ["Tests:       ", ...counted(summary), ...(not_run === 0 ? [] : [`, ${not_run} not run`])],
    ["Files:       ", ...counted(files)],
    [`Categories:  ${kinds.join(dot)}`],
    ...(kept.length === 0
      ? []
      : [[`Snapshots:   ${kept.map(([what, count]) => `${count} ${what}`).join(", ")}`]]),
    [`Time:        ${formatDuration(duration_ms)}`],
  ];
}

function counted({ failed, passed }: Pick<TestCounts, "passed" | "failed">): Span[] {
  const good = span(`${passed} passed`, "green");
  return failed === 0 ? [good] : [good, ", ", span(`${failed} failed`, "red")];
}

function plainCounts({ failed, passed }: Pick<TestCounts, "passed" | "failed">): string {
  return failed === 0 ? `${passed} passed` : `${passed} passed, ${failed} failed`;
}
