import { readFileSync } from "node:fs";
import path from "node:path";
import { ATTRIBUTE, INSTRUMENT, VERB } from "./names";
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

  it("lists each span by its verb", () => {
    const rows = table("verb").map(([verb, name = ""]) => [verb, name.split(" ")[0]]);
    expect(rows).toEqual(Object.values(VERB).map((verb) => [verb, verb]));
  });

  it("lists each attribute", () => {
    expect(table("attribute").map(([name]) => name)).toEqual(Object.values(ATTRIBUTE));
  });

  it("lists each metric with its kind, unit and meaning", () => {
    const metrics = Object.values(INSTRUMENT);
    expect(table("metric")).toEqual(
      metrics.map(({ name, kind, unit, description }) => [name, kind, unit, description]),
    );
  });

  it("lists each option with its default", () => {
    const defaults = Object.entries(optionsSchema.parse(undefined)).map(([name, one]) => [name, String(one)]);
    expect(table("option").map(([name, , , value]) => [name, value])).toEqual(defaults);
  });
});
