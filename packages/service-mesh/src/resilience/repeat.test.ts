import { ActionError } from "@tutti/core";
import { isSafeToRepeat, mayRepeat } from "./repeat";

const failed = (details: unknown = {}, retryable = true) =>
  new ActionError({ code: "SERVICE_ERROR", message: "…", retryable, details });

describe("isSafeToRepeat", () => {
  it.each([
    ["a GET", { method: "GET", headers: {}, sent: true }, undefined, true],
    ["a PUT", { method: "PUT", headers: {}, sent: true }, undefined, true],
    ["a DELETE", { method: "DELETE", headers: {}, sent: true }, undefined, true],
    ["a POST", { method: "POST", headers: {}, sent: true }, 503, false],
    ["a PATCH", { method: "PATCH", headers: {}, sent: true }, undefined, false],
    ["a POST that was not sent", { method: "POST", headers: {}, sent: false }, undefined, true],
    ["a POST with a key", { method: "POST", headers: { "idempotency-key": "1" }, sent: true }, 500, true],
    ["a POST that was refused by 429", { method: "POST", headers: {}, sent: true }, 429, true],
    ["a POST that was refused by 425", { method: "POST", headers: {}, sent: true }, 425, true],
  ])("says of %s", (_what, call, status, safe) => {
    expect(isSafeToRepeat(call, failed({ status_code: status }))).toBe(safe);
  });
});

describe("mayRepeat", () => {
  it("asks for both: that it may help, and that it is safe", () => {
    expect(mayRepeat(failed({ safe_to_repeat: true }))).toBe(true);
    expect(mayRepeat(failed({ safe_to_repeat: false }))).toBe(false);
    expect(mayRepeat(failed({ safe_to_repeat: true }, false))).toBe(false);
    expect(mayRepeat(failed(null))).toBe(false);
    expect(mayRepeat(new Error("…"))).toBe(false);
  });
});
