import { issue } from "../errors";
import { arrange } from "./order";

const at = (path: string, problem = "x") => issue("INVALID_DEFINITION", path, { problem, fix: "y" });
const document = { b: 1, a: [{ y: {}, x: 1 }, { "two words": 2 }] };

test("issues are put into the order of the document, what is missing and what has no place last", () => {
  const paths = [
    "",
    "name",
    'a[1]["two words"]',
    "a[1]",
    "a[0].x",
    "a[0].z",
    "a[0].y.q",
    "a[0].y",
    "a[2]",
    "b",
    "b.c.d",
  ];
  expect(
    arrange(
      paths.map((path) => at(path)),
      document,
    ).map(({ path }) => path),
  ).toEqual([
    "b",
    "b.c.d",
    "a[0].y",
    "a[0].y.q",
    "a[0].x",
    "a[0].z",
    "a[1]",
    'a[1]["two words"]',
    "a[2]",
    "name",
    "",
  ]);
});

test("what is said twice is said once", () => {
  expect(arrange([at("b"), at("b"), at("b", "z")], document)).toHaveLength(2);
});

test("issues of one place stay in their order", () => {
  expect(arrange([at("b", "2"), at("b", "1")], null).map(({ message }) => message)).toEqual(["2.", "1."]);
});
