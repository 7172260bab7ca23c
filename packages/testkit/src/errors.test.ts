import { readFileSync } from "node:fs";
import path from "node:path";
import { TestkitError, testkitErrors } from "./errors";

it("the README lists every error", () => {
  const readme = readFileSync(path.join(__dirname, "../README.md"), "utf8");
  const [, rest = ""] = readme.split("Errors of the testkit are `TestkitError`s:");
  const [table = ""] = rest.split("Of `@tutti/core`");
  const listed = [...table.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
  expect(listed).toEqual(Object.keys(testkitErrors));
});

it("an error says what happened and what to do", () => {
  const error = new TestkitError("NO_RECORDING", "There is no recording a.json.");
  expect(error.message).toBe(`There is no recording a.json. ${testkitErrors.NO_RECORDING}`);
  expect(error).toMatchObject({
    code: "NO_RECORDING",
    fix: testkitErrors.NO_RECORDING,
    name: "TestkitError",
  });
});
