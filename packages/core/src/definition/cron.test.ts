import { comes, cronTimes, isCron, isTimeZone } from "./cron";

test.each([
  "* * * * *",
  "0 9 * * MON-FRI",
  "*/5 0-12/2 1,15 jan-DEC 0,7",
  "30 0 9 * * 1",
  "  0   9 * * * ",
  "0 9 L * *",
  "0 9 * * FRI#2",
  "@daily",
  "@hourly",
  "@midnight",
])("%j is a cron expression", (text) => {
  expect(isCron(text)).toBe(true);
});

test.each([
  "",
  "@never",
  "daily",
  "2026-01-01T00:00:00",
  "* * * *",
  "* * * * * * *",
  "60 * * * *",
  "* 24 * * *",
  "* * 0 * *",
  "* * * 13 *",
  "* * * * 8",
  "* * * * XYZ",
  "MON * * * *",
  "5-1 * * * *",
  "*-5 * * * *",
  "*/0 * * * *",
  "1-x * * * *",
  "-1 * * * *",
  "1.5 * * * *",
  "1,,2 * * * *",
  "99 0 9 * * 1",
])("%j is none", (text) => {
  expect(isCron(text)).toBe(false);
  expect(() => cronTimes(text, "UTC")).toThrow(/./);
});

test.each([
  ["0 0 29 2 *", true],
  ["0 0 30 2 *", false],
  ["0 0 31 4,6,9,11 *", false],
])("%j comes at some time: %s", (text, expected) => {
  expect(comes(text)).toBe(expected);
});

test.each([
  ["Europe/Vienna", true],
  ["UTC", true],
  ["America/Argentina/Buenos_Aires", true],
  ["+01:00", false],
  ["Mars/Olympus", false],
  ["", false],
])("%j is a time zone: %s", (text, expected) => {
  expect(isTimeZone(text)).toBe(expected);
});

function timesFrom(cron: string, timezone: string, after: string, count: number): string[] {
  const { next } = cronTimes(cron, timezone);
  const found: number[] = [];
  for (let time = next(Date.parse(after)); time !== null && found.length < count; time = next(time))
    found.push(time);
  return found.map((time) => new Date(time).toISOString());
}

describe("where clocks are put forward", () => {
  test.each([
    // 02:30 does not exist: it comes when the gap is over.
    [
      "Europe/Vienna",
      "30 2 * * *",
      "2026-03-28T12:00:00Z",
      ["2026-03-29T01:00:00.000Z", "2026-03-30T00:30:00.000Z"],
    ],
    [
      "America/New_York",
      "30 2 * * *",
      "2026-03-07T12:00:00Z",
      ["2026-03-08T07:00:00.000Z", "2026-03-09T06:30:00.000Z"],
    ],
    // Half an hour only, and in the other half of the year.
    [
      "Australia/Lord_Howe",
      "15 2 * * *",
      "2026-10-03T00:00:00Z",
      ["2026-10-03T15:30:00.000Z", "2026-10-04T15:15:00.000Z"],
    ],
  ])("%s: %s, a daily time in the gap comes right after it", (timezone, cron, after, expected) => {
    expect(timesFrom(cron, timezone, after, 2)).toEqual(expected);
  });

  test("what repeats within the hour leaves the gap out", () => {
    expect(timesFrom("*/30 1-3 * * *", "Europe/Vienna", "2026-03-28T23:59:00Z", 4)).toEqual([
      "2026-03-29T00:00:00.000Z",
      "2026-03-29T00:30:00.000Z",
      "2026-03-29T01:00:00.000Z",
      "2026-03-29T01:30:00.000Z",
    ]);
  });
});

describe("where clocks are put back", () => {
  test.each([
    ["Europe/Vienna", "2026-10-24T12:00:00Z", ["2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z"]],
    ["America/New_York", "2026-10-31T12:00:00Z", ["2026-11-01T07:30:00.000Z", "2026-11-02T07:30:00.000Z"]],
  ])("%s: a daily time that comes twice is taken once", (timezone, after, expected) => {
    expect(timesFrom("30 2 * * *", timezone, after, 2)).toEqual(expected);
  });

  test("what repeats within the hour goes on through both", () => {
    const hours = timesFrom("*/30 * * * *", "Europe/Vienna", "2026-10-24T23:59:00Z", 6);
    const steps = hours.slice(1).map((time, index) => Date.parse(time) - Date.parse(hours[index] ?? ""));
    expect(new Set(steps)).toEqual(new Set([1_800_000]));
  });
});

test("leap days come in leap years only, 2100 is none", () => {
  expect(timesFrom("0 0 29 2 *", "UTC", "2092-03-01T00:00:00Z", 3)).toEqual([
    "2096-02-29T00:00:00.000Z",
    "2104-02-29T00:00:00.000Z",
    "2108-02-29T00:00:00.000Z",
  ]);
});

test("the last times are found backwards, the given one included", () => {
  const { latest } = cronTimes("0 * * * *", "UTC");
  const noon = Date.UTC(2026, 0, 1, 12);
  expect(latest(noon, 2)).toEqual([noon - 3_600_000, noon]);
  expect(latest(noon - 1, 1)).toEqual([noon - 3_600_000]);
  expect(latest(noon + 500, 1)).toEqual([noon]);
});
