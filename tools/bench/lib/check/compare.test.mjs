import { compare } from "./compare.mjs";

const baseline = { tolerance: 0.25, units: { seq3: 4 } };

test.each([
  ["within the tolerance", 4.9, true, "PASS  seq3: 4.00 → 4.90 units (+23 %)"],
  ["too much", 5.2, false, "FAIL  seq3: 4.00 → 5.20 units (+30 %), more than 25 % above the baseline"],
  ["far better", 2, true, "PASS  seq3: 4.00 → 2.00 units (−50 %), better: keep it with --update"],
  ["nothing", undefined, false, "FAIL  seq3: could not be measured"],
  ["a reason", "no storage", false, "FAIL  seq3: no storage"],
])("%s", (_name, now, ok, line) => {
  expect(compare(baseline, { seq3: now })).toEqual({ lines: [line], ok });
});

test("a new workload needs a baseline", () => {
  expect(compare(baseline, { seq3: 4, fan: 1 })).toEqual({
    lines: [
      expect.stringMatching(/^PASS {2}seq3/),
      "FAIL  fan: 1.00 units, no baseline; store one with --update",
    ],
    ok: false,
  });
});
