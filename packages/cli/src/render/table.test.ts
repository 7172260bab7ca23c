import { painter } from "../terminal/style";
import { tableLines } from "./table";

const show = (...parts: Parameters<typeof tableLines>) =>
  tableLines(...parts)
    .map(painter(false))
    .join("\n");

test("columns are as wide as their widest cell, prose is broken", () => {
  const rows = [
    ["wait", "@tutti/core", "Waits for a time span or until a point in time."],
    ["日本", "x", ""],
  ];
  expect(show(rows, { columns: 50, heads: ["TYPE", "PLUGIN", "DESCRIPTION"], indent: " " })).toBe(
    [
      " TYPE  PLUGIN       DESCRIPTION",
      " wait  @tutti/core  Waits for a time span or until",
      "                    a point in time.",
      " 日本  x",
    ].join("\n"),
  );
});

test("prose has some room in the narrowest window", () => {
  expect(show([["name", "one two three four five six seven"]], { columns: 10 })).toBe(
    "name  one two three four five\n      six seven",
  );
});

test("nothing to show", () => {
  expect(show([], { columns: 80 })).toBe("");
});
