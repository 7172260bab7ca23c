import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { catalog, describe as textsOf, type ErrorCode, retiredCodes } from ".";
import { examples } from "./testing/examples";

const PACKAGES = path.resolve(__dirname, "../../..");
const codes = Object.keys(catalog) as ErrorCode[];

/** The texts of one code, with the values of its example. */
function exampleOf(code: ErrorCode): { message: string; fix: string } {
  return textsOf(code, examples[code] as never);
}

/** The sources of all packages, without their tests and without the catalogue itself. */
function sources(): string[] {
  return readdirSync(PACKAGES).flatMap((name) =>
    readdirSync(path.join(PACKAGES, name), { recursive: true, encoding: "utf8" })
      .filter(
        (file) => /^src[\\/].*\.ts$/.test(file) && !/\.test\.ts$|[\\/](testing|catalog)[\\/]/.test(file),
      )
      .map((file) => readFileSync(path.join(PACKAGES, name, file), "utf8")),
  );
}

describe("every code", () => {
  test.each(codes)("%s says what happened and what to do, in whole sentences", (code) => {
    const { message, fix } = exampleOf(code);
    expect(message).toMatch(/^(?:[A-Z"]|[a-z]+_).*\.$/);
    expect(fix.length).toBeGreaterThan(5);
    expect(`${message} ${fix}`).not.toMatch(/undefined|\[object|NaN/);
  });

  test("is used", () => {
    const all = sources().join("\n");
    expect(codes.filter((code) => !all.includes(`"${code}"`))).toEqual([]);
  });

  test("is written in capitals and is not one that was retired", () => {
    expect(codes.filter((code) => !/^[A-Z]+(_[A-Z]+)*$/.test(code))).toEqual([]);
    expect(codes.filter((code) => retiredCodes.includes(code))).toEqual([]);
  });
});

describe("docs/errors.md", () => {
  const page = readFileSync(path.join(PACKAGES, "core/docs/errors.md"), "utf8");
  const sections = new Map(
    page
      .split(/^### /m)
      .slice(1)
      .map((text) => [text.slice(0, text.indexOf("\n")).trim(), text.split(/^## /m)[0] ?? ""]),
  );

  test("has a section for each code and for no other", () => {
    expect([...sections.keys()].toSorted()).toEqual([...codes].toSorted());
  });

  test.each(codes)("shows the message of %s, its cause and its fix", (code) => {
    const { message, fix } = exampleOf(code);
    const [, shown, cause, advice] =
      /^.*\n\n```text\n(.*)\n```\n\n(.+)\n\n\*\*Fix:\*\* (.+)\n/.exec(sections.get(code) ?? "") ?? [];
    expect({ shown, advice }).toEqual({ shown: message, advice: fix });
    expect(cause).toMatch(/\.$/);
  });
});

describe("texts with hostile values", () => {
  const long = "x".repeat(100_000);

  test("stay short", () => {
    const { message } = textsOf("UNKNOWN_REFERENCE", {
      name: long,
      expression: long,
      suggestion: long,
      known: Array<string>(500).fill(long),
    });
    expect(message.length).toBeLessThan(10_000);
    expect(message).toMatch(/… and 400 more\.$/);
    expect(
      textsOf("DEPENDENCY_CYCLE", { cycle: Array<string>(5000).fill(long) }).message.length,
    ).toBeLessThan(2_000);
  });

  test("leave out the middle of a long cycle", () => {
    const cycle = Array.from({ length: 31 }, (_, i) => `a${i}`);
    expect(textsOf("DEPENDENCY_CYCLE", { cycle }).message).toMatch(
      /^Dependency cycle: a0 -> .* -> a9 -> … \(11 more\) -> a21 -> .* -> a30\.$/,
    );
  });

  test("say none where there is nothing to list", () => {
    expect(textsOf("MISSING_VALUE", { path: "a.b", missing: "b", available: [] }).message).toMatch(
      /Available: none\.$/,
    );
  });

  test("quote what is no text as JSON, as far as it is any", () => {
    expect(
      textsOf("INVALID_PLUGIN", { plugin: undefined as never, problem: "it is undefined" }).message,
    ).toBe("undefined is not a plugin: it is undefined.");
  });
});

describe("texts that depend on the case", () => {
  test.each<[string, { message: string; fix: string }, [message: string, fix: string]]>([
    [
      "a cancellation without a reason",
      textsOf("EXECUTION_CANCELLED", { by: "ada" }),
      ["Cancelled by ada.", "Start it again with rerunExecution()."],
    ],
    [
      "an expression without position and hint",
      textsOf("INVALID_EXPRESSION", { expression: "a", reason: "b" }),
      [
        'Invalid expression "a": b.',
        "Correct the expression; the language is JSONata (https://docs.jsonata.org).",
      ],
    ],
    [
      "a missing value with a hint",
      textsOf("MISSING_VALUE", { path: "a.b", missing: "b", available: ["c"], hint: "Do." }),
      ['Path "a.b" has no value: "b" is not there. Available: c.', "Do."],
    ],
    [
      "a cycle with a hint",
      textsOf("DEPENDENCY_CYCLE", { cycle: ["a", "a"], hint: "Do." }),
      ["Dependency cycle: a -> a.", "Do."],
    ],
    [
      "an unreachable dependency",
      textsOf("UNKNOWN_DEPENDENCY", {
        action_id: "a",
        dependency: "b",
        known: [],
        unreachable: "which is late",
      }),
      ['Action "a" can\'t depend on action "b", which is late.', "Remove it from depends_on."],
    ],
  ])("%s", (_name, texts, [message, fix]) => {
    expect(texts).toEqual({ message, fix });
  });
});
