import { formatDuration } from "./duration";

test.each([
  [-3, "0ms"],
  [0.4, "0ms"],
  [99, "99ms"],
  [120, "0.12s"],
  [1520, "1.52s"],
  [9994, "9.99s"],
  [9996, "10.0s"],
  [59_940, "59.9s"],
  [59_960, "1m 00s"],
  [125_000, "2m 05s"],
  [3_599_400, "59m 59s"],
  [3_600_000, "1h 00m"],
  [3_719_000, "1h 02m"],
])("%d ms are %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
