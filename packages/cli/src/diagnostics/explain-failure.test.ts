import type { Failure, Issue } from "@tutti/core";
import { parseSource, type SourceData } from "../source/parse-source";
import { SourceText } from "../source/source-text";
import { painter } from "../terminal/style";
import { explainFailure } from "./explain-failure";
import { renderDiagnostic } from "./render";

const TEXT = "name: x\nactions:\n  - action_id: a\non_failure:\n  - action_id: tidy\n";

function read(text: string): SourceData {
  const parsed = parseSource(new SourceText("flow.yaml", text));
  if (!parsed.ok) throw new Error("no YAML");
  return parsed.data;
}

function explain(error: Partial<Failure> | null): string {
  const issue: Issue = {
    code: "ACTION_FAILED",
    message: "It failed.",
    path: "a",
    fix: "Call retryExecution().",
  };
  const whole = error && {
    code: "ACTION_FAILED",
    message: "It failed.",
    action_id: null,
    attempt: null,
    ...error,
  };
  return renderDiagnostic(explainFailure(issue, { error: whole }, read(TEXT)))
    .map(painter(false))
    .join("\n");
}

test.each([
  ["a", "flow.yaml:3:16"],
  ["tidy", "flow.yaml:5:16"],
  ["gone", "flow.yaml"],
  [null, "flow.yaml"],
])("the action %s stands at %s", (action_id, place) => {
  expect(explain({ action_id }).split("\n").slice(0, 2)).toEqual([
    "error[ACTION_FAILED]: It failed.",
    ` --> ${place}`,
  ]);
});

test("attempts and details are told", () => {
  expect(explain({ attempt: 3, details: { status: 502 } })).toBe(
    ["error[ACTION_FAILED]: It failed. (attempt 3)", " --> flow.yaml", '  = note: {"status":502}'].join("\n"),
  );
});

test("what a service says is told in its words", () => {
  const details = {
    status_code: 422,
    response: { title: "Unprocessable", detail: "Name the document.\u0007" },
  };
  expect(explain({ details })).toContain(String.raw`  = note: Name the document.\u0007`);
  expect(explain({ details: { response: null } })).toContain('= note: {"response":null}');
  expect(explain({ details: "text" })).toContain('= note: "text"');
});

test("long details are cut, and an execution without an error has none", () => {
  expect(explain({ details: "x".repeat(500) }).split("= note: ")[1]).toHaveLength(301);
  expect(explain(null)).toBe("error[ACTION_FAILED]: It failed.\n --> flow.yaml");
});
