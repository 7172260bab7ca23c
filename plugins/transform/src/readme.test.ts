import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { transformAction } from "./action";
import { reference } from "./testing/reference";
import { builtIns } from "./transformations";

const file = path.join(__dirname, "../README.md");
const [START, END] = ["<!-- reference -->", "<!-- /reference -->"];

/** The README with the reference as it should be: `UPDATE_README=1 npx jest readme` writes it. */
function expected(readme: string): string {
  const [before = "", rest = ""] = readme.split(START);
  return `${before}${START}\n\n${reference()}\n${END}${rest.split(END)[1] ?? ""}`;
}

describe("the README", () => {
  if (process.env.UPDATE_README !== undefined) writeFileSync(file, expected(readFileSync(file, "utf8")));
  const readme = readFileSync(file, "utf8");

  it("has the headings of every plugin", () => {
    const headings = readme.match(/^## .*$/gm);
    expect(headings).toEqual(["## Installation", "## Usage", "## Reference", "## Options", "## Errors"]);
  });

  it("lists the errors as the catalogue of actions does", () => {
    const [, rows = ""] = readme.split("| code | when |\n| --- | --- |\n");
    const listed = Array.from(rows.matchAll(/^\| `(\w+)` \| (.*) \|$/gm), ([, code, description]) => ({
      code,
      description,
      retryable: false,
    }));
    expect(transformAction(builtIns).descriptor.errors).toEqual(listed);
  });

  it("tells of every transformation what it does (UPDATE_README=1 writes it anew)", () => {
    expect(readme).toBe(expected(readme));
  });
});
