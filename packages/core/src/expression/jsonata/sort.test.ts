import * as fc from "fast-check";
import { sortAsync, sortByTerms, type SortTerm } from "./sort";

type Row = Readonly<Record<string, unknown>>;

const by = (key: string, descending = false): SortTerm => ({
  valueOf: (item) => Promise.resolve((item as Row)[key]),
  descending,
});

test("sorts by a function that answers later, as toSorted would", async () => {
  const rows = fc.array(fc.record({ key: fc.nat({ max: 3 }), id: fc.nat() }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(rows, async (items) => {
      const follows = (a: unknown, b: unknown): Promise<boolean> =>
        Promise.resolve(Number((a as Row)["key"]) > Number((b as Row)["key"]));
      expect(await sortAsync(items, follows)).toEqual(items.toSorted((a, b) => a.key - b.key));
    }),
  );
});

test("asks about n log n questions", async () => {
  let questions = 0;
  const items = Array.from({ length: 64 }, (_, i) => (i * 37) % 64);
  await sortAsync(items, (a, b) => {
    questions += 1;
    return Promise.resolve((a as number) > (b as number));
  });
  expect(questions).toBeLessThanOrEqual(64 * 6);
});

test("sorts by terms, each for what the ones before it leave equal", async () => {
  const rows = fc.array(fc.record({ a: fc.nat({ max: 2 }), b: fc.constantFrom("x", "y"), id: fc.nat() }));
  await fc.assert(
    fc.asyncProperty(rows, async (items) => {
      const expected = items.toSorted((x, y) => x.a - y.a || (x.b < y.b ? 1 : Number(x.b === y.b) - 1));
      expect(await sortByTerms(items, [by("a"), by("b", true)])).toEqual(expected);
    }),
  );
});

test("evaluates a term once for each item, and a further one only where it decides", async () => {
  const asked: string[] = [];
  const watched = (key: string): SortTerm => ({
    valueOf: (item) => {
      asked.push(`${key}${String((item as Row)["id"])}`);
      return Promise.resolve((item as Row)[key]);
    },
    descending: false,
  });
  const items = [
    { id: 1, a: 2, b: 1 },
    { id: 2, a: 1, b: 2 },
    { id: 3, a: 1, b: 1 },
  ];
  const sorted = await sortByTerms(items, [watched("a"), watched("b")]);
  expect(sorted.map((item) => (item as Row)["id"])).toEqual([3, 2, 1]);
  expect(asked).toEqual(["a1", "a2", "a3", "b2", "b3"]);
});

test.each([false, true])("puts what has no value last, descending or not: %s", async (descending) => {
  const items = [{ id: 1 }, { id: 2, a: 5 }, { id: 3 }, { id: 4, a: 5 }];
  const sorted = await sortByTerms(items, [by("a", descending)]);
  expect(sorted.map((item) => (item as Row)["id"])).toEqual([2, 4, 1, 3]);
});

test.each<[string, unknown[], object]>([
  ["a number with a text", [1, "x"], { code: "T2007" }],
  ["an object", [1, {}], { code: "T2008", value: {} }],
  ["true", [true, 1], { code: "T2008", value: true }],
  ["null", ["x", null], { code: "T2008", value: null }],
])("refuses to compare %s", async (_name, keys, error) => {
  const items = keys.map((a) => ({ a }));
  await expect(sortByTerms(items, [by("a")])).rejects.toMatchObject(error);
  await expect(sortByTerms(items.toReversed(), [by("a")])).rejects.toMatchObject(error);
});

test("looks at no value of a lone item, which may be anything", async () => {
  const items = [{ a: {} }];
  const sorted = await sortByTerms(items, [by("a")]);
  expect(sorted).toEqual(items);
  expect(sorted).not.toBe(items);
});
