import { goalRows } from "./goals.mjs";

const run = (values) => ({ values });

test("a goal against a peer is a ratio within each round", () => {
  const peers = run({
    "tutti-sqlite-full": { "seq3.perSecond": [4000, 400] },
    restate: { "seq3.perSecond": [100, 10] },
  });
  expect(goalRows({ peers })).toContainEqual(["durable seq3, times Restate", "≥ 20", "", "40", "yes"]);
});

test("a goal of our own is met or not", () => {
  const ours = run({ "tutti-sqlite-full": { "seq3.flushes": [0.5, 0.2, 0.05], "resume.lost": [0, 0, 0] } });
  const rows = goalRows({ ours });
  expect(rows).toContainEqual(["flushes per durable seq3", "≤ 0.1", "≤ 0.03", "0.2", "no"]);
  expect(rows).toContainEqual(["acknowledged executions lost by kill -9", "≤ 0", "", "0", "yes"]);
});

test("what was not measured is not met either", () => {
  const [, ...rows] = goalRows({});
  expect(new Set(rows.map((row) => row.at(-1)))).toEqual(new Set(["not measured"]));
});
