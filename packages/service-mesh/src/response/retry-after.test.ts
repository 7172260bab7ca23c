import { parseRetryAfter } from "./retry-after";

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);

describe("parseRetryAfter", () => {
  it.each([
    ["0", 0],
    [" 120 ", 120_000],
    ["Sun, 22 Nov 2026 12:00:10 GMT", 10_000],
    ["Sunday, 22-Nov-26 12:00:10 GMT", 10_000],
    ["Sun, 22 Nov 2026 11:00:00 GMT", 0],
  ])("reads %j", (header, ms) => expect(parseRetryAfter(header, NOW)).toBe(ms));

  it.each([undefined, "", "-1", "1.5", "soon", "Sunday", "9".repeat(30)])("has no use for %j", (header) =>
    expect(parseRetryAfter(header, NOW)).toBeUndefined(),
  );
});
