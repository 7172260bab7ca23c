import { median, percentile, ratios, summarize } from "./statistics.mjs";

test("percentiles are values that were measured", () => {
  const values = [9, 1, 3, 7, 5, 10, 2, 4, 8, 6];
  expect(percentile(values, 0.5)).toBe(5);
  expect(percentile(values, 0.99)).toBe(10);
  expect(percentile(values, 0)).toBe(1);
});

test("the median of an even count lies between the middle two", () => {
  expect(median([10, 2, 4])).toBe(4);
  expect(median([10, 2, 4, 6])).toBe(5);
});

test("a summary leaves out what was not measured", () => {
  expect(summarize([3, undefined, 1, 2])).toEqual({ median: 2, min: 1, max: 3, count: 3 });
  expect(summarize([undefined, Number.NaN])).toBeUndefined();
});

test("ratios compare within a round", () => {
  expect(ratios([100, 10, 80], [10, 1, undefined])).toEqual({ median: 10, min: 10, max: 10, count: 2 });
  expect(ratios([100], [undefined])).toBeUndefined();
});
