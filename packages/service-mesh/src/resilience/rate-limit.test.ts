import { setImmediate as turn } from "node:timers/promises";
import { TestTime } from "../testing/time";
import { rateLimit } from "./options";
import { RateLimit, TooManyRequestsError } from "./rate-limit";

const never = new AbortController().signal;

function limitOf(options: object) {
  const time = new TestTime();
  return { time, limit: new RateLimit(rateLimit.parse(options), time) };
}

describe("RateLimit", () => {
  it("lets a period's requests through at once, then one after the other", async () => {
    const { time, limit } = limitOf({ requests: 4, per_seconds: 2 });
    for (let count = 0; count < 4; count++) await limit.take(never);
    await expect(limit.take(never)).rejects.toMatchObject({ waitMs: 500 });
    time.advance(499);
    await expect(limit.take(never)).rejects.toBeInstanceOf(TooManyRequestsError);
    time.advance(1);
    await limit.take(never);
    await expect(limit.take(never)).rejects.toThrow("the next request may go in 500 ms");
  });

  it("saves no more than a period's requests", async () => {
    const { time, limit } = limitOf({ requests: 2 });
    time.advance(3_600_000);
    await limit.take(never);
    await limit.take(never);
    await expect(limit.take(never)).rejects.toBeInstanceOf(TooManyRequestsError);
  });

  it("lets requests wait for as long as they may, in their order", async () => {
    const { time, limit } = limitOf({ requests: 1, max_wait_seconds: 2 });
    const went: string[] = [];
    await limit.take(never);
    const waiting = ["a", "b"].map((name) => limit.take(never).then(() => went.push(name)));
    await expect(limit.take(never)).rejects.toMatchObject({ waitMs: 3000 });
    time.advance(1000);
    await turn();
    expect(went).toEqual(["a"]);
    time.advance(1000);
    await Promise.all(waiting);
    expect(went).toEqual(["a", "b"]);
  });

  it("ends a wait when its signal aborts", async () => {
    const { time, limit } = limitOf({ requests: 1, max_wait_seconds: 5 });
    await limit.take(never);
    const abort = new AbortController();
    const waiting = limit.take(abort.signal);
    const reason = new Error("too late");
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(time.timers).toBe(0);
  });
});
