import { fit, lineWidth, painter, span, wantsColor } from "./style";

const line = [span("✔", "green"), " fetch ", span("0.12s", "dim")];

test("a line is painted with colours or without", () => {
  expect(painter(false)(line)).toBe("✔ fetch 0.12s");
  expect(painter(true)(line)).toBe("\u001b[32m✔\u001b[39m fetch \u001b[2m0.12s\u001b[22m");
});

test("a line is cut before it is painted", () => {
  expect(lineWidth(line)).toBe(13);
  expect(fit(line, 13)).toBe(line);
  expect(fit(line, 11)).toEqual([span("✔", "green"), " fetch ", span("0.…", "dim")]);
  expect(fit(line, 8)).toEqual([span("✔", "green"), " fetch…"]);
  expect(fit(line, 1)).toEqual([span("…", "green")]);
});

test.each([
  ["a terminal", {}, true, true],
  ["a pipe", {}, false, false],
  ["a terminal that can't", { TERM: "dumb" }, true, false],
  ["NO_COLOR", { NO_COLOR: "1" }, true, false],
  ["an empty NO_COLOR, which says nothing", { NO_COLOR: "" }, true, true],
  ["FORCE_COLOR in a pipe", { FORCE_COLOR: "1" }, false, true],
  ["FORCE_COLOR=0 on a terminal", { FORCE_COLOR: "0" }, true, false],
  ["both, of which the wish for colours wins as in Node.js", { FORCE_COLOR: "", NO_COLOR: "1" }, false, true],
])("colours on %s", (_, env, isTTY, expected) => {
  expect(wantsColor({ env }, { write: () => true, isTTY })).toBe(expected);
  expect(wantsColor({ env }, { write: () => true, isTTY }, false)).toBe(false);
});
