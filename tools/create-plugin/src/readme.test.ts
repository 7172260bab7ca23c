import { readFileSync } from "node:fs";
import path from "node:path";
import { FLAGS } from "./arguments";
import { createErrors } from "./errors";

const readme = readFileSync(path.join(__dirname, "../README.md"), "utf8");

test("README.md lists the flags as they are", () => {
  const listed = [...readme.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`(?:-\w, )?--(\w+)/g)].map(([, flag]) => flag),
  );
  expect(listed.toSorted()).toEqual(FLAGS.toSorted());
});

test("README.md lists the errors as they are", () => {
  const listed = [...readme.matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(([, code, fix]) => [code, fix]);
  expect(listed).toEqual(Object.entries(createErrors));
});
