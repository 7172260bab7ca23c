import { renderDiagnostics } from "../diagnostics/render";
import { painter } from "../terminal/style";
import { parseSource } from "./parse-source";
import { SourceText } from "./source-text";

function parse(text: string, name = "flow.yaml"): unknown {
  const parsed = parseSource(new SourceText(name, text));
  if (parsed.ok) return parsed.data.value;
  return renderDiagnostics(parsed.diagnostics).map(painter(false)).join("\n").trimEnd();
}

test("YAML 1.2: only true and false are booleans, keys are text", () => {
  expect(parse("yes: no\n1: 2\nnull: ~\non: 012\nd: 2026-01-01\n<<: x\n")).toEqual({
    yes: "no",
    "1": 2,
    null: null,
    on: 12,
    d: "2026-01-01",
    "<<": "x",
  });
});

test("JSON is YAML too, in a file of any name and from standard input", () => {
  const json = '{\n\t"a": [1, "\\ud83d\\ude00", "\\/"],\n\t"b": null\n}';
  const value = { a: [1, "😀", "/"], b: null };
  expect([parse(json, "x.json"), parse(json, "x.yaml"), parse(json, "<stdin>")]).toEqual([
    value,
    value,
    value,
  ]);
});

test("an empty text is null", () => {
  expect(parse("")).toBeNull();
  expect(parse("# nothing\n")).toBeNull();
});

test("a key that could change what objects are is only a key", () => {
  const value = parse("__proto__: { polluted: true }\n") as object;
  expect(Object.hasOwn(value, "__proto__")).toBe(true);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test("aliases stand for what they name, up to a bound", () => {
  expect(parse("a: &x [1]\nb: *x\n")).toEqual({ a: [1], b: [1] });
  const bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let index = 1; index < 9; index++)
    bomb.push(
      `a${index}: &a${index} [${Array(9)
        .fill(`*a${index - 1}`)
        .join()}]`,
    );
  expect(parse(bomb.join("\n"))).toBe(
    [
      "error[INVALID_YAML]: The aliases of this document repeat more than 100 times what they stand for.",
      " --> flow.yaml:1:1",
      "  |",
      "1 | a0: &a0 [x, x, x, x, x, x, x, x, x]",
      "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
      "  = fix: Write the values out, or use fewer aliases.",
    ].join("\n"),
  );
});

test.each([
  [
    "a duplicate key",
    "name: a\n'name': b\n",
    'error[DUPLICATE_KEY]: Duplicate key "name": each key may stand once.',
    " --> flow.yaml:2:1",
    "  |",
    "2 | 'name': b",
    "  | ^^^^^^",
    "  = fix: Remove or rename one of them.",
  ],
  [
    "a template without quotes",
    "config:\n  message: {{ name }} is here # now\n",
    "error[INVALID_YAML]: A value that begins with {{ needs quotes, as { begins a map in YAML.",
    " --> flow.yaml:2:12",
    "  |",
    "2 |   message: {{ name }} is here # now",
    "  |            ^^^^^^^^^^^^^^^^^^",
    '  = fix: Write "{{ name }} is here".',
  ],
  [
    "a template without quotes inside a map",
    'config: { message: {{ a["x"] }} }\n',
    "error[INVALID_YAML]: A value that begins with {{ needs quotes, as { begins a map in YAML.",
    " --> flow.yaml:1:20",
    "  |",
    '1 | config: { message: {{ a["x"] }} }',
    "  |                    ^^^^^^^^^^^^",
    "  = fix: Write \"{{ a['x'] }}\".",
  ],
  [
    "a colon inside a text",
    "a: at: 12\n",
    "error[INVALID_YAML]: Nested mappings are not allowed in compact mappings.",
    " --> flow.yaml:1:4",
    "  |",
    "1 | a: at: 12",
    "  |    ^",
    "  = fix: Correct the indentation; a value with a colon in it needs quotes.",
  ],
  [
    "an anchor that is nowhere",
    "a: *gone\n",
    "error[INVALID_YAML]: Unknown alias *gone: there is no anchor &gone before it.",
    " --> flow.yaml:1:4",
    "  |",
    "1 | a: *gone",
    "  |    ^^^^^",
    "  = fix: Name an anchor that stands further up; a text that begins with * needs quotes.",
  ],
  [
    "a tag",
    "a: !include b\n",
    "error[INVALID_YAML]: Unresolved tag: !include.",
    " --> flow.yaml:1:4",
    "  |",
    "1 | a: !include b",
    "  |    ^^^^^^^^",
    "  = fix: Remove the tag; there are text, numbers, true, false, null, lists and maps.",
  ],
  [
    "a key that is a list",
    "? [a]\n: b\n",
    "error[INVALID_YAML]: A key must be text.",
    " --> flow.yaml:1:3",
    "  |",
    "1 | ? [a]",
    "  |   ^",
    "  = fix: Correct the YAML there.",
  ],
])("%s is shown with its place", (_, text, ...lines) => {
  expect(parse(text)).toBe(lines.join("\n"));
});

test("a second document", () => {
  expect(parse("a: 1\n---\nb: 2\n")).toContain("Keep one document in the file");
});

test("one slip is told once, and every line's first", () => {
  const told = parse("a: b: c: d\ny: @z: @y\n") as string;
  expect(told.match(/-->.*/g)).toEqual(["--> flow.yaml:1:4", "--> flow.yaml:2:4"]);
});

test.each([
  ['{ "a": 1, }', 'expected a key in double quotes, got "}"', "1:11"],
  ["{\n  'a': 1\n}", 'expected a key in double quotes or "}", got "\'"', "2:3"],
  ["", "expected a value, got the end of the text", "1:1"],
])("a .json file has to be JSON: %j", (text, problem, place) => {
  const told = parse(text, "flow.json");
  expect(told).toContain(`error[INVALID_JSON]: Invalid JSON: ${problem}.\n --> flow.json:${place}\n`);
});

test("a .json file may not have a key twice either", () => {
  expect(parse('{ "a": { "b": 1, "b": 2 } }', "flow.JSON")).toBe(
    [
      'error[DUPLICATE_KEY]: Duplicate key "b": each key may stand once.',
      " --> flow.JSON:1:18",
      "  |",
      '1 | { "a": { "b": 1, "b": 2 } }',
      "  |                  ^^^",
      "  = fix: Remove or rename one of them.",
    ].join("\n"),
  );
});

test("a deep text is refused, not a crash", () => {
  for (const text of ["[".repeat(20_000), "- ".repeat(20_000), `{"a":`.repeat(20_000)]) {
    expect(typeof parse(text)).toBe("string");
  }
});
