import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isTypeOnly, typeOnlyFiles } from "../type-only-files.cjs";

test.each([
  ["an interface", "export interface Clock { now(): number }"],
  ["types made of imported types", `import type { Json } from "../json";\nexport type Data = Json[];`],
  ["re-exported types", `export type { Clock } from "./clock";`],
  ["comments", "// nothing here\n/* nor here */ export {};"],
])("%s has nothing to run", (_name, source) => {
  expect(isTypeOnly(source)).toBe(true);
});

test.each([
  ["a constant", "export const limit = 5;"],
  ["a re-export", `export { limit } from "./limit";`],
  ["a side effect", `import "./register";`],
  ["what does not parse", "export const = ;"],
  ["a type beside a function", "export type A = 1;\nexport function one(): A { return 1; }"],
])("%s runs", (_name, source) => {
  expect(isTypeOnly(source)).toBe(false);
});

test("the files of a repository are listed as paths from its root", () => {
  const root = mkdtempSync(join(tmpdir(), "tutti-type-only-"));
  mkdirSync(join(root, "plugins/empty"), { recursive: true });
  mkdirSync(join(root, "packages/core/src/ports"), { recursive: true });
  writeFileSync(join(root, "packages/core/src/index.ts"), "export const one = 1;");
  writeFileSync(join(root, "packages/core/src/ports/clock.ts"), "export type Clock = () => number;");
  expect(typeOnlyFiles(root)).toEqual(["packages/core/src/ports/clock.ts"]);
  rmSync(root, { recursive: true });
});
