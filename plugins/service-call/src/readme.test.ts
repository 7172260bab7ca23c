import { readFileSync } from "node:fs";
import path from "node:path";
import { type ServiceErrorCode, serviceErrors } from "@tutti/service-mesh";
import { serviceCallAction } from "./action";
import { configSchema } from "./config";
import { whenItFails } from "./errors";
import { optionsSchema } from "./options";

const readme = readFileSync(path.join(__dirname, "../README.md"), "utf8");

/** The rows of the table whose header starts with this column: the cells without their quotes. */
function table(column: string): string[][] {
  const [, after = ""] = readme.split(`| ${column} |`);
  const [rows = ""] = after.split("\n\n");
  return rows
    .split("\n")
    .slice(2)
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll(/^`|`$/g, "")),
    );
}

describe("the README", () => {
  it("has the headings of every plugin", () => {
    const headings = readme.split("\n").filter((line) => line.startsWith("## "));
    expect(headings).toEqual(["## Installation", "## Usage", "## Reference", "## Options", "## Errors"]);
  });

  it("lists each error as the catalogue of actions does, with its retryability", () => {
    const words: Record<string, unknown> = { yes: true, no: false };
    const listed = table("code").map(([code = "", retryable = "", when]) => [
      code,
      words[retryable] ?? retryable,
      when,
    ]);
    const codes = Object.keys(serviceErrors) as ServiceErrorCode[];
    expect(listed).toEqual(codes.map((code) => [code, serviceErrors[code].retryable, whenItFails[code]]));
    expect(serviceCallAction().descriptor.errors).toEqual(
      listed.map(([code, retryable, description]) => ({ code, description, retryable: retryable !== false })),
    );
  });

  it("lists each field of the config and each option", () => {
    expect(table("field").map(([name]) => name)).toEqual(Object.keys(configSchema(() => undefined).shape));
    expect(table("option").map(([name]) => name)).toEqual(Object.keys(optionsSchema.shape));
  });
});
