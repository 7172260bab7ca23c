import type { Issue } from "@tutti/core";
import { parseSource } from "../source/parse-source";
import { SourceText } from "../source/source-text";
import { locateIssues } from "./locate-issue";

const TEXT = `name: x
actions:
  - action_id: a
    config:
      message: "one {{ b = = 2 }} two"
      long: |
        {{ c }} and {{ $actions.gone.x }}
      text: gone
    condition: gone = 1
`;

/** What of the text an issue points at. */
function marked(code: Issue["code"], path: string, message: string): string {
  const parsed = parseSource(new SourceText("flow.yaml", TEXT));
  if (!parsed.ok) throw new Error("no YAML");
  const [found] = locateIssues([{ code, path, message, fix: "" }], parsed.data);
  const place = found?.place;
  return place !== undefined && "range" in place ? TEXT.slice(place.range.start, place.range.end) : "";
}

const CONFIG = "actions[0].config";

test.each([
  ["the position", 'Invalid expression "b = = 2" at position 5: unexpected "=".', "="],
  ["a position out of bounds", 'Invalid expression "b = = 2" at position 99: the end.', "2"],
  ["the whole without a position", 'Invalid expression "b = = 2": no sense.', "b = = 2"],
  [
    "its text where the expression is cut or rewritten",
    'Invalid expression "b = ... at position 3: no.',
    '"one {{ b = = 2 }} two"',
  ],
  [
    "its text where the expression is not in it",
    'Invalid expression "zzz" at position 1: no.',
    '"one {{ b = = 2 }} two"',
  ],
  [
    "its text where there is no expression",
    'Invalid expression "" at position 0: empty.',
    '"one {{ b = = 2 }} two"',
  ],
])("an invalid expression: %s", (_, message, text) => {
  expect(marked("INVALID_EXPRESSION", `${CONFIG}.message`, message)).toBe(text);
});

test.each([
  ["$actions.gone", `${CONFIG}.long`, "$actions.gone"],
  ["gone", "actions[0].condition", "gone"],
  ["nowhere", "actions[0].condition", "gone = 1"],
])("an unknown name: %s of %s", (name, path, text) => {
  expect(
    marked("UNKNOWN_REFERENCE", path, `Unknown name ${JSON.stringify(name)} in "…": Known here: a.`),
  ).toBe(text);
});

test("a message in other words points at the value", () => {
  expect(marked("UNKNOWN_REFERENCE", "name", "There is no such name.")).toBe("x");
  expect(marked("INVALID_CONFIG", CONFIG, "It does not fit.")).toBe("config");
});
