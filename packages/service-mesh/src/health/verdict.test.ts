import { ActionError } from "@tutti/core";
import { outcomeOf, verdictOf } from "./verdict";

const failed = (code: string, status?: number) =>
  new ActionError({ code, message: "…", details: { status_code: status } });

describe("verdictOf", () => {
  it.each([
    ["SERVICE_TIMEOUT", undefined, "failure"],
    ["SERVICE_UNREACHABLE", undefined, "failure"],
    ["SERVICE_BAD_RESPONSE", undefined, "failure"],
    ["SERVICE_ERROR", 500, "failure"],
    ["SERVICE_ERROR", 503, "failure"],
    ["SERVICE_ERROR", 501, "success"],
    ["SERVICE_ERROR", 505, "success"],
    ["SERVICE_ERROR", 429, "success"],
    ["SERVICE_ERROR", 404, "success"],
    ["SERVICE_ERROR", undefined, "success"],
    ["RESPONSE_TOO_LARGE", 200, "success"],
    ["SSRF_REFUSED", undefined, "undecided"],
    ["MESH_CLOSED", undefined, "undecided"],
  ])("takes %s with status %s for a %s", (code, status, verdict) => {
    expect(verdictOf(failed(code, status))).toBe(verdict);
  });

  it("takes an abort, and a mistake of our own, for undecided", () => {
    expect(verdictOf(new DOMException("…", "AbortError"))).toBe("undecided");
    expect(verdictOf(undefined)).toBe("undecided");
  });
});

describe("outcomeOf", () => {
  it("keeps the value, or the error", async () => {
    const error = failed("SERVICE_TIMEOUT");
    await expect(outcomeOf(Promise.resolve(undefined))).resolves.toEqual({
      verdict: "success",
      value: undefined,
    });
    await expect(outcomeOf(Promise.reject(error))).resolves.toEqual({ verdict: "failure", error });
  });
});
