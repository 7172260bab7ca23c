import type { TestRecord } from "./test-record";

/** What a JUnit report is told besides the tests. */
export interface JunitOptions {
  /** What ran the tests. */
  readonly name: string;
  readonly durationMs: number;
}

/**
 * Tests as a JUnit report: a suite for each file; the class of a test names its category and file, so that a
 * CI server groups by both.
 */
export function toJunit(tests: readonly TestRecord[], { durationMs, name }: JunitOptions): string {
  const files = [...new Set(tests.map(({ file }) => file))];
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(name)}"${countsOf(tests)} time="${seconds(durationMs)}">`,
    ...files.flatMap((file) =>
      suiteLines(
        file,
        tests.filter((one) => one.file === file),
      ),
    ),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

function suiteLines(file: string, tests: readonly TestRecord[]): string[] {
  const time = tests.reduce((sum, { duration_ms }) => sum + duration_ms, 0);
  return [
    `  <testsuite name="${escaped(file)}"${countsOf(tests)} time="${seconds(time)}">`,
    ...tests.flatMap(caseLines),
    "  </testsuite>",
  ];
}

function caseLines({ category, duration_ms, file, line, message, name, status }: TestRecord): string[] {
  const place = `file="${escaped(file)}"${line === undefined ? "" : ` line="${line}"`}`;
  const about = `classname="${category}.${escaped(file)}" name="${escaped(name)}" ${place}`;
  const head = `    <testcase ${about} time="${seconds(duration_ms)}"`;
  if (status === "passed") return [`${head}/>`];
  const [first = ""] = message.split("\n");
  const what =
    status === "skipped"
      ? "      <skipped/>"
      : `      <failure type="failure" message="${escaped(first.trim())}">${escaped(message)}</failure>`;
  return [`${head}>`, what, "    </testcase>"];
}

function countsOf(tests: readonly TestRecord[]): string {
  const failures = tests.filter(({ status }) => status === "failed").length;
  const skipped = tests.filter(({ status }) => status === "skipped").length;
  return ` tests="${tests.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text for an attribute or an element. Characters that XML 1.0 does not know are replaced. */
function escaped(text: string): string {
  return text
    .replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
