import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromRoot } from "../root";
import { linksIn } from "./markdown";

const FOLDER = "packages/server/docs";

/** The contracts of the testkit are tests that every storage and runtime is put through. */
const TEST = /\.test\.ts$|^packages\/testkit\/src\/contracts\/(?:runtime|storage)\/[a-z-]+\.ts$/;

/** What a row links to as its proof, from the repository's root on. */
function proofsIn(row: string): string[] {
  const [proofs = ""] = row.split(" | ").slice(-1);
  return linksIn(proofs).map((link) => join(FOLDER, link));
}

const page = readFileSync(fromRoot(FOLDER, "operations.md"), "utf8");
const [, section = ""] = page.split("## When something fails");
const rows = (section.split("\n## ")[0] ?? "")
  .split("\n")
  .filter((line) => /^\| [A-Z]/.test(line))
  .map((row) => [row.split(" | ")[0]?.slice(2) ?? "", row] as const);

test("operations.md says what happens for each kind of failure once", () => {
  expect(rows.length).toBeGreaterThan(25);
  expect(new Set(rows.map(([what]) => what)).size).toBe(rows.length);
});

test.each(rows)("a test shows what happens when: %s", (_what, row) => {
  const proofs = proofsIn(row);
  expect(proofs).not.toEqual([]);
  expect(proofs.filter((file) => !TEST.test(file) || !existsSync(fromRoot(file)))).toEqual([]);
});

test.each([
  ["| A row | without a link | none |", []],
  ["| A [row](a.test.ts) | with one | [kill](../src/kill.test.ts) |", ["packages/server/src/kill.test.ts"]],
])("only the last cell of a row proves it: %s", (row, proofs) => {
  expect(proofsIn(row)).toEqual(proofs);
});
