import { resolveRetry, toMs } from "./policies";

describe("a retry policy", () => {
  test("that is not given tries once", () => {
    expect(resolveRetry(undefined)).toEqual({
      max_attempts: 1,
      initial_interval_ms: 1_000,
      backoff_coefficient: 2,
      max_interval_ms: 60_000,
      jitter: true,
      non_retryable_codes: [],
    });
  });

  test("that is empty tries three times", () => {
    expect(resolveRetry({}).max_attempts).toBe(3);
  });

  test("keeps what it says, is filled in with the defaults, and is frozen", () => {
    const policy = resolveRetry({ max_attempts: 7, jitter: false, non_retryable_codes: ["NO"] });
    expect(policy).toMatchObject({
      max_attempts: 7,
      jitter: false,
      non_retryable_codes: ["NO"],
      backoff_coefficient: 2,
    });
    expect(Object.isFrozen(policy)).toBe(true);
  });
});

test("seconds become whole milliseconds, rounded up; no limit stays none", () => {
  expect([toMs(1.5), toMs(0.0001), toMs(undefined)]).toEqual([1500, 1, null]);
});
