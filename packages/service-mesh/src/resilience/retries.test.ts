import { ActionError } from "@tutti/core";
import { setImmediate as turn } from "node:timers/promises";
import { TestTime } from "../testing/time";
import type { RequestOptions, ServiceMesh } from "../types";
import { type RetryOptions, withRetries } from "./retries";

const failure = (details: object = {}, retryAfterMs?: number): ActionError =>
  new ActionError({
    code: "SERVICE_ERROR",
    message: "503",
    details: { safe_to_repeat: true, ...details },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

/** A mesh whose requests fail with these errors, one after the other, and succeed then. */
function retrying(options: RetryOptions, ...errors: Error[]) {
  const time = new TestTime(0);
  const calls: { at: number; timeoutMs: number | undefined }[] = [];
  const answer = { status_code: 200, headers: {}, response: "ok" };
  const makeRequest = (...call: [string, string, unknown?, RequestOptions?]) => {
    calls.push({ at: time.now(), timeoutMs: call[3]?.timeoutMs });
    const error = errors.shift();
    return error === undefined ? Promise.resolve(answer) : Promise.reject(error);
  };
  const inner = { getClient: () => ({ makeRequest }), status: jest.fn(), close: jest.fn() };
  const mesh = withRetries(inner, { random: () => 0.5, time, ...options });
  const request = async (requestOptions: RequestOptions = {}): Promise<unknown> => {
    const done = mesh
      .getClient("api")
      .makeRequest("GET", "/", {}, requestOptions)
      .then(
        ({ response }) => response,
        (error: unknown) => error,
      );
    for (let step = 0; step < 200; step++) {
      await turn();
      if (time.timers > 0) time.advance(50);
    }
    return done;
  };
  return { calls, mesh, inner, request };
}

describe("withRetries", () => {
  it("repeats what may be repeated, after waits that double", async () => {
    const { calls, request } = retrying(
      { maxAttempts: 4, initialDelayMs: 200 },
      failure(),
      failure(),
      failure(),
    );
    expect(await request()).toBe("ok");
    expect(calls.map(({ at }) => at)).toEqual([0, 100, 300, 700]);
  });

  it("gives up with the last error", async () => {
    const last = failure();
    const { calls, request } = retrying({ maxAttempts: 2 }, failure(), last);
    expect(await request()).toBe(last);
    expect(calls).toHaveLength(2);
  });

  it.each([
    ["is not safe to repeat", failure({ safe_to_repeat: false })],
    [
      "can't succeed later",
      new ActionError({ code: "X", message: "…", retryable: false, details: { safe_to_repeat: true } }),
    ],
    ["is none of the mesh's", new Error("…")],
  ])("does not repeat what %s", async (_why, error) => {
    const { calls, request } = retrying({}, error);
    expect(await request()).toBe(error);
    expect(calls).toHaveLength(1);
  });

  it("waits as long as the service asks for, and no longer than it may", async () => {
    const patient = retrying({ maxDelayMs: 5000 }, failure({}, 3000));
    expect(await patient.request()).toBe("ok");
    expect(patient.calls.map(({ at }) => at)).toEqual([0, 3000]);
    const error = failure({}, 5001);
    const impatient = retrying({ maxDelayMs: 5000 }, error);
    expect(await impatient.request()).toBe(error);
  });

  it("holds the caller's time for all attempts together", async () => {
    const { calls, request } = retrying(
      { maxAttempts: 9, initialDelayMs: 400 },
      ...Array.from({ length: 9 }, () => failure()),
    );
    expect(await request({ timeoutMs: 1000 })).toMatchObject({ code: "SERVICE_ERROR" });
    expect(calls).toEqual([
      { at: 0, timeoutMs: 1000 },
      { at: 200, timeoutMs: 800 },
      { at: 600, timeoutMs: 400 },
    ]);
  });

  it("stops repeating when the service's budget is spent", async () => {
    const { calls, request } = retrying(
      { maxAttempts: 2, budgetReserve: 2, budgetRatio: 0.25, initialDelayMs: 0 },
      ...Array.from({ length: 99 }, () => failure()),
    );
    for (let count = 0; count < 9; count++) await request();
    expect(calls.length - 9).toBe(4); // two of the reserve, and a quarter of the other eight
  });

  it("ends its wait when the caller aborts", async () => {
    const { mesh } = retrying({}, failure(), failure());
    const abort = new AbortController();
    const request = mesh.getClient("api").makeRequest("GET", "/", {}, { signal: abort.signal });
    await turn();
    const reason = new Error("cancelled");
    abort.abort(reason);
    await expect(request).rejects.toBe(reason);
  });

  it("leaves everything else to the mesh", async () => {
    const { mesh, inner } = retrying({});
    mesh.status();
    await mesh.close();
    expect([inner.status.mock.calls.length, inner.close.mock.calls.length]).toEqual([1, 1]);
  });

  it.each([
    [{ maxAttempts: 0 }, "withRetries: maxAttempts must be at least 1, not 0"],
    [{ budgetRatio: -1 }, "withRetries: budgetRatio must be at least 0, not -1"],
    [{ maxDelayMs: Number.NaN }, "withRetries: maxDelayMs must be at least 0, not NaN"],
  ])("refuses %j", (options, problem) => {
    expect(() => withRetries({} as ServiceMesh, options)).toThrow(new RangeError(problem));
  });
});
