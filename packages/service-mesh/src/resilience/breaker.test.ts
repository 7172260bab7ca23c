import { ActionError } from "@tutti/core";
import type { Outcome } from "../health/verdict";
import { TestTime } from "../testing/time";
import { Breaker } from "./breaker";
import { circuitBreaker } from "./options";

const failed = (code: string, status: number) =>
  new ActionError({ code, message: "…", details: { status_code: status } });

const ok: Outcome<number> = { verdict: "success", value: 1 };
const failure: Outcome<number> = { verdict: "failure", error: failed("SERVICE_ERROR", 500) };
const refused: Outcome<number> = { verdict: "success", error: failed("SERVICE_ERROR", 404) };
const given_up: Outcome<number> = { verdict: "undecided", error: new Error("aborted") };

/** A request that ends so. */
function ended(outcome: Outcome<number>): Promise<number> {
  return "value" in outcome ? Promise.resolve(outcome.value) : Promise.reject(outcome.error);
}

function breakerOf(options: object = {}) {
  const time = new TestTime();
  const events: string[] = [];
  const breaker = new Breaker({
    config: circuitBreaker.parse({ failure_ratio: 0.5, newest_requests: 4, open_seconds: 10, ...options }),
    now: () => time.now(),
    emit: ({ type }) => events.push(type),
  });
  const run = async (...outcomes: Outcome<number>[]): Promise<void> => {
    for (const outcome of outcomes) expect(await breaker.run(() => ended(outcome))).toEqual(outcome);
  };
  return { time, events, breaker, run };
}

describe("Breaker", () => {
  it("opens when more than its part of the newest requests failed", async () => {
    const { breaker, events, run } = breakerOf();
    await run(failure, failure, ok, ok);
    expect(breaker).toMatchObject({ state: "closed", available: true, waitMs: 0 });
    await run(failure, failure);
    expect(breaker.state).toBe("closed");
    await run(failure);
    expect(breaker).toMatchObject({ state: "open", available: false, waitMs: 10_000 });
    expect(events).toEqual(["breaker.opened"]);
  });

  it("opens on no single failure while there are few requests", async () => {
    const { breaker, run } = breakerOf();
    await run(failure, failure, failure);
    expect(breaker.state).toBe("closed");
    await run(failure);
    expect(breaker.state).toBe("open");
  });

  it("takes an answer that its caller did not want for a success", async () => {
    const { breaker, run } = breakerOf();
    await run(failure, failure, refused, refused);
    expect(breaker.state).toBe("closed");
  });

  it("does not count what was given up", async () => {
    const { breaker, run } = breakerOf();
    await run(failure, failure, failure, given_up, given_up, failure);
    expect(breaker.state).toBe("open");
  });

  it("lets one request try after its time, and closes when that succeeds", async () => {
    const { time, breaker, events, run } = breakerOf();
    await run(failure, failure, failure, failure);
    time.advance(9999);
    expect(breaker.available).toBe(false);
    time.advance(1);
    expect(breaker).toMatchObject({ state: "open", available: true, waitMs: 0 });
    let finish: (value: number) => void = () => undefined;
    const trying = breaker.run(() => new Promise<number>((resolve) => (finish = resolve)));
    expect(breaker).toMatchObject({ state: "half_open", available: false, waitMs: 0 });
    finish(1);
    expect(await trying).toEqual(ok);
    expect(breaker.state).toBe("closed");
    expect(events).toEqual(["breaker.opened", "breaker.half_opened", "breaker.closed"]);
    await run(failure, failure);
    expect(breaker.state).toBe("closed"); // the old failures are forgotten
  });

  it.each([
    ["fails", failure],
    ["is given up", given_up],
  ])("stays open for as long again when the request that tries %s", async (_how, outcome) => {
    const { time, breaker, run } = breakerOf();
    await run(failure, failure, failure, failure);
    time.advance(10_000);
    await run(outcome);
    expect(breaker).toMatchObject({ state: "open", available: false, waitMs: 10_000 });
    time.advance(10_000);
    await run(ok);
    expect(breaker.state).toBe("closed");
  });
});
