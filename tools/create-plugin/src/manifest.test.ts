import { mergeManifests } from "./manifest";

const merged = (...parts: object[]) => JSON.parse(mergeManifests(parts as never)) as unknown;

test("scripts and dependencies are gathered, and null takes one away", () => {
  expect(
    merged(
      { scripts: { build: "a", pretest: "b" }, dependencies: { b: "1", a: "1" } },
      { scripts: { pretest: null, test: "c" }, dependencies: { a: "2" } },
    ),
  ).toEqual({ scripts: { build: "a", test: "c" }, dependencies: { a: "2", b: "1" } });
});

test("everything else is as the last part has it, so that conditions keep their order", () => {
  const text = mergeManifests([
    { exports: { types: "t", default: "d" } },
    { exports: { first: "f", types: "t" } },
  ]);
  expect(text).toContain('"exports": {\n    "first": "f",\n    "types": "t"\n  }');
});

test("keys stand in the usual order, and others at the end", () => {
  const text = mergeManifests([{ other: 1, devDependencies: {}, name: "n" }]);
  expect(Object.keys(JSON.parse(text) as object)).toEqual(["name", "devDependencies", "other"]);
});
