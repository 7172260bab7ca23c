import { toMs } from "./duration";

it.each([
  [250, 250],
  ["250 ms", 250],
  ["90 s", 90_000],
  ["1.5 seconds", 1500],
  ["5 minutes", 300_000],
  ["1h30min", 5_400_000],
  ["1 h 30 min", 5_400_000],
  ["1 Day", 86_400_000],
  ["2 weeks", 1_209_600_000],
  [0, 0],
])("%j is %i ms", (duration, ms) => expect(toMs(duration)).toBe(ms));

it.each(["", "day", "1", "1 month", "1 day and a bit", "-1 s", -1, Number.NaN, Number.POSITIVE_INFINITY])(
  "%j is no duration",
  (duration) => {
    expect(() => toMs(duration)).toThrow("is no duration. Give milliseconds");
  },
);
