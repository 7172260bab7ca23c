import type { StatusClass, StatusExpectation } from "../types";

/**
 * True when a status is one of those expected.
 *
 * @example
 * isExpected(204, "2xx"); // true
 * isExpected(404, [200, 404]); // true
 */
export function isExpected(status: number, expected: StatusExpectation): boolean {
  return listOf(expected).some((one) =>
    typeof one === "number" ? one === status : one.startsWith(String(Math.floor(status / 100))),
  );
}

/** An expectation for messages: `2xx`, `200 or 404`. */
export function describeExpectation(expected: StatusExpectation): string {
  return listOf(expected).join(" or ");
}

/**
 * True when the same request may have another outcome later: the service is busy, limits its callers,
 * or failed by itself. Not for 501 and 505: what it can't do, it can't do later either.
 */
export function isRetryableStatus(status: number): boolean {
  if (status === 408 || status === 425 || status === 429) return true;
  return status >= 500 && status !== 501 && status !== 505;
}

function listOf(expected: StatusExpectation): readonly (number | StatusClass)[] {
  return typeof expected === "object" ? expected : [expected];
}
