import { readFileSync } from "node:fs";
import { fromRoot } from "../root";
import { GUIDE } from "./guide-sections";
import { linksIn } from "./markdown";

// That the links lead somewhere is what links.test.ts checks, for this page as for all.
const page = readFileSync(fromRoot("packages/testkit/docs/from-the-guide.md"), "utf8");

const rows = [...page.matchAll(/^\| (?<guide>[^|]+) \| (?<here>[^|]+) \|$/gm)]
  .map(({ groups = {} }) => ({ guide: groups["guide"] ?? "", here: groups["here"] ?? "" }))
  .filter(({ guide }) => guide !== "in the guide" && guide !== "---");

test("every section of the guide has a row, in the guide's order", () => {
  const sections = GUIDE.flatMap(([part, ...names]) => [part, ...names.map((name) => `${part}: ${name}`)]);
  expect(sections).toHaveLength(48);
  expect(rows.map(({ guide }) => guide)).toEqual(sections);
});

test("every row leads somewhere", () => {
  expect(rows.filter(({ here }) => linksIn(here).length === 0)).toEqual([]);
});
