import { Linter } from "eslint";
import tseslint from "typescript-eslint";
import { injection, purity } from "../../eslint/house-rules.cjs";

const linter = new Linter();

const GLOBALS = ["setTimeout", "setInterval", "setImmediate", "performance", "crypto"];

function problems(code: string): string[] {
  const rules = { ...purity.rules, "no-restricted-syntax": ["error", ...injection, ...purity.syntax] };
  const config: Linter.Config = {
    files: ["**/*.ts"],
    languageOptions: {
      parser: tseslint.parser,
      globals: Object.fromEntries(GLOBALS.map((name) => [name, "readonly"])),
    },
    rules: rules as unknown as Linter.RulesRecord,
  };
  return linter
    .verify(code, config, "example.ts")
    .map(({ ruleId, message }) => `${String(ruleId)}: ${message}`);
}

describe("purity", () => {
  test.each([
    "Date.now();",
    "new Date();",
    "Date();",
    "setTimeout(run, 1);",
    "setInterval(run, 1);",
    "setImmediate(run);",
    "globalThis.setTimeout(run, 1);",
    "Math.random();",
    "crypto.randomUUID();",
    "performance.now();",
    "process.hrtime();",
    `import { randomUUID } from "node:crypto";`,
    `import { setTimeout } from "node:timers/promises";`,
    `import { performance } from "node:perf_hooks";`,
  ])("refuses %s", (code) => {
    expect(problems(code)).toHaveLength(1);
  });

  test.each([
    "new Date(clock.now());",
    "Date.parse(text);",
    "Math.max(1, 2);",
    "timers.after(run, 1);",
    `import { createHash } from "node:crypto";`,
  ])("allows %s", (code) => {
    expect(problems(code)).toEqual([]);
  });
});

describe("injection", () => {
  test.each([
    ["a bare parameter", "@injectable() class A { constructor(clock: Clock) {} }"],
    ["a bare parameter property", "@injectable() class A { constructor(private clock: Clock) {} }"],
    ["one bare parameter of two", "@injectable() class A { constructor(@inject(B) b: B, clock: Clock) {} }"],
  ])("refuses %s", (_name, code) => {
    expect(problems(code)).toEqual([expect.stringContaining("@inject(TOKEN)")]);
  });

  test.each([
    ["injected parameters", "@injectable() class A { constructor(@inject(CLOCK) private clock: Clock) {} }"],
    ["a class that is not injectable", "class A { constructor(clock: Clock) {} }"],
  ])("allows %s", (_name, code) => {
    expect(problems(code)).toEqual([]);
  });
});

test("refuses a default export", () => {
  expect(problems("export default 1;")).toEqual([expect.stringContaining("named export")]);
});
