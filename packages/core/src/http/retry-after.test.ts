import { retryAfterMs } from "./retry-after";

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

describe("retryAfterMs", () => {
  it.each([
    ["0", 0],
    ["120", 120_000],
    [" 2 ", 2000],
    ["Sun, 22 Nov 2026 12:00:10 GMT", 10_000],
    ["Sun, 22 Nov 2026 11:00:00 GMT", 0],
  ])("reads %j", (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  it.each([[undefined], [""], ["-1"], ["1.5"], ["soon"], ["Someday"], ["99999999999"]])(
    "ignores %j",
    (header) => {
      expect(retryAfterMs(header, now)).toBeUndefined();
    },
  );
});
