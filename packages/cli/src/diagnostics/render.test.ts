import { SourceText } from "../source/source-text";
import { painter } from "../terminal/style";
import { type Diagnostic, sortDiagnostics, toJson } from "./diagnostic";
import { renderDiagnostic } from "./render";

const source = new SourceText(
  "flow.yaml",
  ["name: x", "", "", "", "", "", "", "", "", "  - action_id: notify"].join("\n"),
);
const range = { start: 29, end: 35 };
const diagnostic: Diagnostic = {
  code: "DUPLICATE_ACTION_ID",
  message: 'Duplicate action_id "notify".',
  fix: "Rename it.",
  path: "actions[3].action_id",
  place: { source, range },
};

const show = (one: Diagnostic, colors = false) => renderDiagnostic(one).map(painter(colors)).join("\n");

test("what, where, the line, and what to do", () => {
  expect(show(diagnostic)).toBe(
    [
      'error[DUPLICATE_ACTION_ID]: Duplicate action_id "notify".',
      "  --> flow.yaml:10:14",
      "   |",
      "10 |   - action_id: notify",
      "   |              ^^^^^^",
      "   = fix: Rename it.",
    ].join("\n"),
  );
});

test("in colours", () => {
  expect(show({ code: "X", message: "wrong", fix: "right", place: { name: "f" } }, true)).toBe(
    [
      "\u001b[31merror[X]\u001b[39m\u001b[1m: wrong\u001b[22m",
      " \u001b[34m--> \u001b[39mf",
      " \u001b[34m = \u001b[39mfix: right",
    ].join("\n"),
  );
});

test("without a place, without a fix, with several lines", () => {
  expect(show({ code: "X", message: "one\ntwo\u001b[2J", fix: "" })).toBe(
    String.raw`error[X]: one${"\n"}  two\u001b[2J`,
  );
  expect(show({ code: "X", message: "one", fix: "", place: { option: "--param a" } })).toBe(
    "error[X]: one\n --> --param a",
  );
});

function at(text: string, marked: string): string {
  const start = text.indexOf(marked);
  const place = { source: new SourceText("f", text), range: { start, end: start + marked.length } };
  return show({ code: "X", message: "m", fix: "", place }).split("\n").slice(3).join("\n");
}

test("the marks stand under what they mark, whatever stands before it", () => {
  expect(at("\ta: 日本 b", "b")).toBe("1 |   a: 日本 b\n  |           ^");
  expect(at("a: 日本", "日本")).toBe("1 | a: 日本\n  |    ^^^^");
  expect(at("a: \u0007b", "b")).toBe(String.raw`1 | a: \u0007b${"\n"}  |          ^`);
});

test("a place of no width, or over several lines, is marked on its first line", () => {
  expect(at("a:", "")).toBe("1 | a:\n  | ^");
  expect(at("a: |\n  b", "|\n  b")).toBe("1 | a: |\n  |    ^");
});

test("of a very long line the part around the place is shown", () => {
  const line = `${"a".repeat(500)}HERE${"b".repeat(500)}`;
  expect(at(line, "HERE")).toBe(`1 | …${"a".repeat(40)}HERE${"b".repeat(56)}…\n  | ${" ".repeat(41)}^^^^`);
  expect(at(`HERE${"b".repeat(500)}`, "HERE")).toBe(`1 | HERE${"b".repeat(96)}…\n  | ^^^^`);
  expect(at(line, line)).toBe(`1 | ${"a".repeat(100)}…\n  | ${"^".repeat(100)}`);
});

test("sorted by place; what has none comes first", () => {
  const early = { ...diagnostic, place: { source, range: { start: 0, end: 1 } } };
  const { code, message, fix } = diagnostic;
  const placeless = { code, message, fix };
  expect(sortDiagnostics([diagnostic, early, placeless])).toEqual([placeless, early, diagnostic]);
});

test("for programs", () => {
  const { code, message, fix } = diagnostic;
  const bare = { code, message, fix };
  const told = { ...bare, path: "" };
  expect(toJson(diagnostic)).toEqual({
    ...told,
    path: "actions[3].action_id",
    file: "flow.yaml",
    line: 10,
    column: 14,
  });
  expect(toJson(bare)).toEqual(told);
  expect(toJson({ ...bare, place: { name: "f" } })).toEqual({ ...told, file: "f" });
  expect(toJson({ ...bare, place: { option: "--x" } })).toEqual(told);
});
