import { isCron, isTimeZone } from "./cron";

test.each([
  "* * * * *",
  "0 9 * * MON-FRI",
  "*/5 0-12/2 1,15 jan-DEC 0,7",
  "30 0 9 * * 1",
  "  0   9 * * * ",
  "@daily",
  "@hourly",
])("%j is a cron expression", (text) => {
  expect(isCron(text)).toBe(true);
});

test.each([
  "",
  "@never",
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
