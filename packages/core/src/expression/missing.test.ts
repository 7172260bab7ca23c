import type { TuttiError } from "../errors";
import { checkRequired, explainMissing, readsNull } from "./missing";
import { scopeOf } from "./testing/scope";
import type { Reference } from "./types";

const scope = scopeOf(
  { fetch: { status: 200, rows: [[{ id: 1 }], "x"] }, skipped: null, gone: undefined, "two words": { a: 1 } },
  { variables: { item: { name: "Ada" }, none: null } },
);

function reading(text: string, required = true): Reference {
  const [name = "", ...path] = text.replace("$", "").split(".");
  return { kind: text.startsWith("$") ? "variable" : "root", name, path, required };
}

describe("what an expression surely reads", () => {
  const missing = (...references: Reference[]): unknown => {
    try {
      checkRequired(references, scope);
      return undefined;
    } catch (error) {
      return (error as TuttiError).details;
    }
  };

  test.each([
    "fetch",
    "fetch.status",
    "fetch.rows.id",
    "fetch.rows.nothing.at.all",
    "skipped.a.b",
    "gone.a",
    "absent.a",
    "$item.name",
    "$none.a",
    "$absent.a",
    "two words.a",
  ])("may be %s", (text) => {
    expect(missing(reading(text))).toBeUndefined();
  });

  test.each([
    ["fetch.stats", { path: "fetch.stats", missing: "stats", available: ["status", "rows"] }],
    ["fetch.status.code", { path: "fetch.status.code", missing: "code", available: [] }],
    ["fetch.toString", { path: "fetch.toString", missing: "toString", available: ["status", "rows"] }],
    ["$item.nme.first", { path: "$item.nme.first", missing: "nme", available: ["name"] }],
    ["two words.b c", { path: "`two words`.`b c`", missing: "b c", available: ["a"] }],
    ["two words.2x", { path: "`two words`.`2x`", missing: "2x", available: ["a"] }],
    ["two words.x_2", { path: "`two words`.x_2", missing: "x_2", available: ["a"] }],
  ])("can't be %s", (text, details) => {
    expect(missing(reading(text))).toEqual(details);
  });

  test("is all that is checked", () => {
    expect(missing(reading("fetch.stats", false), reading("fetch.status"))).toBeUndefined();
    expect(missing(reading("fetch.status"), reading("fetch.stats"))).toBeDefined();
  });

  test("leads to advice where its name is a slip", () => {
    expect(missing(reading("fetch.length"))).toMatchObject({
      hint: expect.stringContaining("$count") as string,
    });
  });
});

test.each([
  [["skipped"], true],
  [["fetch", "skipped.a"], true],
  [["$none"], true],
  [["fetch.status"], false],
  [["absent"], false],
  [["toString"], false],
  [[], false],
])("whether %j reads what was skipped: %s", (texts, expected) => {
  expect(
    readsNull(
      texts.map((text) => reading(text)),
      scope,
    ),
  ).toBe(expected);
});

describe("a template without a value is explained", () => {
  const explained = (...texts: string[]): unknown => {
    const error = explainMissing(
      "the source",
      texts.map((text) => reading(text)),
      scope,
    );
    expect(error.code).toBe("MISSING_VALUE");
    return error.details;
  };

  test.each([
    [
      "a name that is not there",
      "absent.a",
      { path: "absent.a", missing: "absent", available: ["fetch", "skipped", "two words"] },
    ],
    [
      "a variable that is not there",
      "$index",
      { path: "$index", missing: "$index", available: ["$item", "$none"] },
    ],
    [
      "a key that the first item lacks",
      "fetch.rows.name",
      { path: "fetch.rows.name", missing: "name", available: ["id"] },
    ],
    [
      "a key of what is no object",
      "fetch.status.code",
      { path: "fetch.status.code", missing: "code", available: [] },
    ],
  ])("by %s", (_name, text, details) => {
    expect(explained("fetch.status", "skipped.a", text, "other")).toEqual(details);
  });

  test("by its source, when all is there that it reads", () => {
    expect(explained("fetch.status", "fetch.rows.id")).toEqual({
      path: "the source",
      missing: "the source",
      available: [],
    });
  });

  test("with at most twenty names", () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`name${i}`, i]));
    const names = (root: typeof many): unknown =>
      explainMissing("x", [reading("absent")], scopeOf(root)).details["available"];
    expect(names(many)).toEqual(Object.keys(many).slice(0, 20));
  });

  test("where there are no variables at all", () => {
    const { details } = explainMissing("x", [reading("$item")], scopeOf({}));
    expect(details).toEqual({ path: "$item", missing: "$item", available: [] });
  });
});
