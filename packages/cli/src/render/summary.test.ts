import type { Json } from "@tutti/core/plugin";
import { painter } from "../terminal/style";
import { symbolsFor } from "../terminal/symbols";
import { actions, boardAfter, definition, event } from "../testing/events";
import { endLine, outputLines } from "./summary";
import { newBoard } from "./board";

const symbols = symbolsFor({ env: {} }, "linux");
const workflow = definition({ actions: actions("a", "b"), on_failure: actions("tidy") });

test.each([
  ["completed", "✔ Completed in 1.52s: 1 completed, 1 not started"],
  ["failed", "✖ Failed in 1.52s: 1 completed, 1 not started"],
  ["cancelled", "■ Cancelled in 1.52s: 1 completed, 1 not started"],
])("how it ended: %s", (status, text) => {
  const board = boardAfter(
    workflow,
    event("action.completed", 9, { action_id: "a" }),
    event(`execution.${status}`, 1520),
  );
  expect(painter(false)(endLine(board, symbols))).toBe(text);
});

test("an empty workflow, and one that never began", () => {
  const empty = definition({ actions: [] });
  expect(painter(false)(endLine(boardAfter(empty, event("execution.completed", 1)), symbols))).toBe(
    "✔ Completed in 1ms",
  );
  expect(painter(false)(endLine(newBoard(empty), symbols))).toBe("✖ Failed");
});

function outputs(result: Json, columns?: number): string {
  return outputLines({ result }, columns).map(painter(false)).join("\n");
}

test("outputs one below the other: texts as they are, data as JSON", () => {
  expect(
    outputs({ title: "Tutti\n", text: "one\ntwo", n: 5, list: [1, 2], none: null, "\u0007": "\u001b" }),
  ).toBe(
    [
      "Outputs",
      "  title   Tutti",
      "  text    one",
      "          two",
      "  n       5",
      "  list    [ 1, 2 ]",
      "  none    null",
      String.raw`  \u0007  \u001b`,
    ].join("\n"),
  );
});

test("data that is too long for a line has several", () => {
  const long = { a: "x".repeat(60), b: ["y".repeat(60)] };
  expect(outputs({ long })).toBe(
    [
      "Outputs",
      "  long  {",
      `          "a": "${"x".repeat(60)}",`,
      '          "b": [',
      `            "${"y".repeat(60)}"`,
      "          ]",
      "        }",
    ].join("\n"),
  );
});

test("on a terminal texts are broken between words", () => {
  expect(outputs({ text: "The quick brown fox jumps over the lazy dog.\n  short" }, 36)).toBe(
    ["Outputs", "  text  The quick brown fox jumps", "        over the lazy dog.", "          short"].join(
      "\n",
    ),
  );
});

test("very long values are cut", () => {
  const text = Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n");
  const lines = outputs({ text }).split("\n");
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe("        … 10 more lines; --json has them all");
  expect(outputs({ text: text.split("\n").slice(0, 21).join("\n") })).toContain("… 1 more line; ");
});

test.each([null, {}, [1], "x"])("no outputs: %j", (result) => {
  expect(outputs(result)).toBe("");
});
