import { z } from "zod";
import { schemaProblems } from "./schema-problems";

const schema = z.strictObject({
  id: z.uuid(),
  when: z.iso.datetime().optional(),
  kind: z.literal(["a", "b"]),
});
const problemsOf = (value: unknown, hidden = false): string[] =>
  schemaProblems(schema, value, { whole: "The output", hidden }).map(({ problem }) => problem);

test("problems with a plugin's schema are told in plain words", () => {
  expect(problemsOf({ id: "x", when: "today", kind: "c", extra: 1 })).toEqual([
    '"id": expected a UUID, got string "x"',
    '"when": expected an ISO 8601 date and time, got string "today"',
    '"kind": expected "a" or "b", got string "c"',
    'Unknown key "extra": Known: id, when, kind',
  ]);
  expect(problemsOf(5)).toEqual(["The output: expected an object, got number 5"]);
  expect(problemsOf(undefined)).toEqual(["The output is required"]);
});

test("values can be hidden", () => {
  expect(problemsOf({ id: "s3cret", kind: "s3cret" }, true).join()).not.toContain("s3cret");
});

test("of a union, the form that fits best is meant", () => {
  const union = z.union([
    z.strictObject({ a: z.string(), b: z.string() }),
    z.strictObject({ c: z.string() }),
    z.string("a name"),
  ]);
  const check = (value: unknown): string[] =>
    schemaProblems(union, value, { whole: "It" }).map(({ problem }) => problem);
  expect(check({ c: 1 })).toEqual(['"c": expected text, got number 1']);
  expect(check(5)).toEqual(["It: expected an object, an object or a name, got number 5"]);
});

test("keys of a record that are not allowed are told, too", () => {
  const record = z.record(z.enum(["a"]), z.number());
  expect(schemaProblems(record, { a: 1, b: 2 }, { whole: "It" }).map(({ path }) => path)).toEqual([["b"]]);
});
