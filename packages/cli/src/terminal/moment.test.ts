import { ago, localTime, parseMoment, parseSpan, tookText } from "./moment";

const NOW = Date.parse("2026-01-31T12:00:00.000Z");
const before = (ms: number) => new Date(NOW - ms).toISOString();

test.each([
  ["90s", 90_000],
  ["1.5m", 90_000],
  ["2h", 7_200_000],
  ["30d", 2_592_000_000],
  ["1w", 604_800_000],
  ["5", undefined],
  ["-1h", undefined],
  ["1y", undefined],
])("the time span %j", (text, ms) => {
  expect(parseSpan(text)).toBe(ms);
});

test("a point in time is a date, or so long ago", () => {
  expect(parseMoment("--since", "2026-01-31", NOW)).toBe("2026-01-31T00:00:00.000Z");
  expect(parseMoment("--since", "2h", NOW)).toBe("2026-01-31T10:00:00.000Z");
  expect(() => parseMoment("--since", "soon", NOW)).toThrow('--since is no date and time: "soon".');
});

test.each([
  [-5, "now"],
  [999, "now"],
  [59_999, "59s ago"],
  [3_599_999, "59m ago"],
  [47 * 3_600_000, "47h ago"],
  [72 * 3_600_000, "3d ago"],
])("%d ms before now is %s", (ms, text) => {
  expect(ago(before(ms), NOW)).toBe(text);
});

test("how long it took, or takes", () => {
  expect(tookText(null, null, NOW)).toBe("");
  expect(tookText(before(2000), null, NOW)).toBe("2.00s");
  expect(tookText(before(2000), before(1500), NOW)).toBe("0.50s");
  expect(localTime(before(0))).toMatch(/^2026-0[12]-\d\d \d\d:\d\d:00$/);
});
