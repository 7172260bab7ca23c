import { locate, locateKey, parsePath, textsAt } from "./locate";
import { parseSource, type SourceData } from "./parse-source";
import { type Range, SourceText } from "./source-text";

function read(text: string): SourceData {
  const parsed = parseSource(new SourceText("flow.yaml", text));
  if (!parsed.ok) throw new Error("no YAML");
  return parsed.data;
}

const TEXT = `name: Hello
shared: &shared { x: 1 }
actions:
  - action_id: notify
    config:
      message: "hi {{name}}"
      "a b": 2
      other: *shared
      empty:
    depends_on: [first, { action: second }]
  - - nested
  -
`;
const data = read(TEXT);
const cut = (range: Range | undefined) => range && TEXT.slice(range.start, range.end);

test.each([
  ["", []],
  ["name", ["name"]],
  ["actions[1].config.message", ["actions", 1, "config", "message"]],
  ['config["a b"].x', ["config", "a b", "x"]],
  ['[0]["\\"]"]', [0, '"]']],
  ["a.$b.c-d", ["a", "$b", "c-d"]],
])("the path %s", (path, keys) => {
  expect(parsePath(path)).toEqual(keys);
});

test.each([
  ["name", "Hello"],
  ["actions[0].action_id", "notify"],
  ["actions[0].config.message", '"hi {{name}}"'],
  ['actions[0].config["a b"]', "2"],
  ["actions[0].depends_on[0]", "first"],
  ["actions[0].depends_on[1].action", "second"],
  // Through an alias to what it stands for.
  ["actions[0].config.other.x", "1"],
  // Of maps and lists the key.
  ["actions", "actions"],
  ["actions[0].config", "config"],
  ["actions[0].depends_on", "depends_on"],
  // Of an item the beginning.
  ["actions[0]", "action_id"],
  ["actions[0].depends_on[1]", "action"],
  ["actions[1]", "nested"],
  // Of nothing the key in front of it.
  ["actions[0].config.empty", "empty"],
  // Around what is not there.
  ["actions[0].name", "action_id"],
  ["actions[0].config.channels[3].x", "config"],
  ["actions[0].action_id.x", "action_id"],
  ["actions[7]", "actions"],
  ["", "name"],
])("%s stands at %s", (path, text) => {
  expect(cut(locate(data, path))).toBe(text);
});

test("an item that is empty has no place of its own", () => {
  expect(cut(locate(data, "actions[2]"))).toBe("name: Hello");
});

test("a document that is one text, or nothing", () => {
  expect(locate(read("hello"), "name")).toEqual({ start: 0, end: 5 });
  expect(locate(read(""), "name")).toEqual({ start: 0, end: 0 });
});

test("the place of a key", () => {
  expect(cut(locateKey(data, "name"))).toBe("name");
  expect(cut(locateKey(data, 'actions[0].config["a b"]'))).toBe('"a b"');
  expect(locateKey(data, "actions[0].gone")).toBeUndefined();
  expect(locateKey(data, "actions[0]")).toBeUndefined();
  expect(locateKey(data, "")).toBeUndefined();
});

test("the texts inside a part, keys left out", () => {
  expect(textsAt(data, "actions[0].config").map(({ text }) => text)).toEqual(['"hi {{name}}"', "2"]);
  expect(textsAt(data, "name")).toEqual([{ text: "Hello", start: 6 }]);
  expect(textsAt(data, "gone.deep")).toEqual([]);
  expect(textsAt(data, "")).toHaveLength(8);
});
