import type { WorkflowTestResult } from "@tutti/testkit/workflow-tests";
import type { FileResult } from "./run-tests";

/** The results as a JUnit report: a suite for each file; the class of a test names its category and file. */
export function toJunit(files: readonly FileResult[], durationMs: number): string {
  const all = files.flatMap(({ results }) => results);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tutti test"${countsOf(all)} time="${seconds(durationMs)}">`,
    ...files.flatMap(suiteLines),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

function suiteLines({ notRun, results, tests }: FileResult): string[] {
  const time = results.reduce((sum, { duration_ms }) => sum + duration_ms, 0);
  const skipped = notRun === 0 ? "" : ` skipped="${notRun}"`;
  return [
    `  <testsuite name="${escaped(tests.name)}"${countsOf(results)}${skipped} time="${seconds(time)}">`,
    ...results.flatMap((one) => caseLines(one, tests.name)),
    "  </testsuite>",
  ];
}

function caseLines({ category, duration_ms, line, message, name, passed }: WorkflowTestResult, file: string) {
  const place = `file="${escaped(file)}"${line === undefined ? "" : ` line="${line}"`}`;
  const about = `classname="${category}.${escaped(file)}" name="${escaped(name)}" ${place}`;
  const head = `    <testcase ${about} time="${seconds(duration_ms)}"`;
  if (passed) return [`${head}/>`];
  const [first = ""] = message.split("\n").slice(1);
  return [
    `${head}>`,
    `      <failure type="mismatch" message="${escaped(first.trim())}">${escaped(message)}</failure>`,
    "    </testcase>",
  ];
}

function countsOf(results: readonly WorkflowTestResult[]): string {
  const failures = results.filter(({ passed }) => !passed).length;
  return ` tests="${results.length}" failures="${failures}" errors="0"`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Text for an attribute or an element. Characters that XML 1.0 does not know are replaced. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
