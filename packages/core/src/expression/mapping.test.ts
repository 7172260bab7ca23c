import type { Json } from "../json/json";
import { mapPath, type Step } from "./mapping";

/** `items[0].id` as steps. */
function steps(path: string): Step[] {
  return path.split(/\.(?!\d)/).map((text) => {
    const [name = "", ...indexes] = text.replaceAll("]", "").split("[");
    return indexes.length === 0 ? { name } : { name, indexes: indexes.map(Number) };
  });
}

test.each<[Json, string, Json | undefined]>([
  [{ a: 1 }, "a", 1],
  [{ a: null }, "a", null],
  [{ a: [1] }, "a", [1]],
  [{ a: [] }, "a", []],
  [[{ a: [1] }], "a", [1]],
  [[{ a: [1] }, { a: 2 }], "a", [1, 2]],
  [[{ a: 1 }, { b: 2 }], "a", 1],
  [[{ b: 2 }, {}], "a", undefined],
  [[[{ a: 1 }], [{ a: [2, [3]] }]], "a", [1, 2, [3]]],
  [{ a: [{ b: [1] }] }, "a.b", [1]],
  [{ a: [{ b: 1 }, { b: [2, 3] }] }, "a.b", [1, 2, 3]],
  [{ a: [5, 6, 7] }, "a[1]", 6],
  [{ a: [5, 6, 7] }, "a[-1]", 7],
  [{ a: [5, 6, 7] }, "a[-3]", 5],
  [{ a: [5, 6, 7] }, "a[-4]", undefined],
  [{ a: [5, 6, 7] }, "a[3]", undefined],
  [{ a: [5, 6, 7] }, "a[1.5]", 6],
  [{ a: [5, 6, 7] }, "a[-0.5]", 7],
  [{ a: [[5, 6]] }, "a[0]", [5, 6]],
  [{ a: [[5, 6]] }, "a[0][1]", 6],
  [{ a: 5 }, "a[0]", 5],
  [{ a: 5 }, "a[1]", undefined],
  [{ a: [{ b: 1 }, { b: 2 }] }, "a[1].b", 2],
  [{ a: [{ b: [1, 2] }, { b: [3] }] }, "a.b[0]", [1, 3]],
  ["text", "length", undefined],
  [null, "a", undefined],
])("in %j the path %s gives %j", (value, path, expected) => {
  expect(mapPath(value, steps(path))).toEqual(expected);
});

test("a path may begin with positions, and end there", () => {
  expect(mapPath([[{ a: 1 }], { a: 2 }], steps("a"), [0])).toBe(1);
  expect(mapPath([5, 6], [], [1])).toBe(6);
  expect(mapPath([[5, 6]], [], [0])).toEqual([5, 6]);
  expect(mapPath(undefined, [], [0])).toBeUndefined();
  expect(mapPath(undefined, steps("a"))).toBeUndefined();
});

test("arrays may stand in one another a thousand deep", () => {
  const nested = (depth: number): Json => {
    let value: Json = { a: 1 };
    for (let i = 0; i < depth; i++) value = [value];
    return { list: value };
  };
  expect(mapPath(nested(1000), steps("list.a"))).toBe(1);
  expect(() => mapPath(nested(1002), steps("list.a"))).toThrow(
    expect.objectContaining({
      code: "EXPRESSION_LIMIT",
      details: { expression: "a", limit: "depth", value: 1000 },
    }) as Error,
  );
});
