import type { PlanRetry } from "../plan/plan";
import { type AttemptError, compensationFailureEvent, failureEvent, retryDelay } from "./retry";
import { planOf } from "./testing/plans";
import {
  begun,
  cancelling,
  completed,
  expanded,
  failed,
  RETRIED,
  started,
  Told,
  undoing,
} from "./testing/told";
import { event } from "./events";

const policy: PlanRetry = {
  max_attempts: 9,
  initial_interval_ms: 100,
  backoff_coefficient: 3,
  max_interval_ms: 1_000,
  jitter: false,
  non_retryable_codes: [],
};
const flaky: AttemptError = { code: "FLAKY", message: "made up", retryable: true };
const at = { action: 0 };

/** An attempt of the first action fails at 5,000. */
function fails({ plan, state }: Told, error: Partial<AttemptError> = {}): unknown {
  return failureEvent(plan, state, { at, error: { ...flaky, ...error }, now: 5_000, random: 0 }).data;
}

describe("retryDelay", () => {
  it("grows with each failed attempt, up to the longest interval", () => {
    expect([1, 2, 3, 4, 5].map((attempt) => retryDelay(policy, attempt, 0.5))).toEqual([
      100, 300, 900, 1_000, 1_000,
    ]);
  });

  it("takes any part of the interval under jitter, in whole ms", () => {
    const jittered = { ...policy, jitter: true };
    expect([0, 0.256, 0.999].map((random) => retryDelay(jittered, 1, random))).toEqual([0, 26, 100]);
    expect(retryDelay(jittered, 4, 0.5)).toBe(500);
  });
});

describe("failureEvent", () => {
  const running = (max_attempts: number, continue_on_error = false): Told =>
    new Told(planOf([{ max_attempts, continue_on_error }]), ...begun(), started("a0"));

  it("plans the next attempt", () => {
    const { plan, state } = running(2);
    expect(failureEvent(plan, state, { at, error: flaky, now: 5_000, random: 0 })).toStrictEqual({
      type: "action.failed",
      data: {
        action_id: "a0",
        attempt: 1,
        error: { code: "FLAKY", message: "made up", action_id: "a0", attempt: 1 },
        outcome: "retry",
        retry_at: 5_010,
      },
    });
  });

  it("waits longer after the second attempt", () => {
    const told = running(3).tell(failed("a0", 3_500), started("a0#2"));
    expect(fails(told)).toMatchObject({ attempt: 2, retry_at: 5_020 });
  });

  it("waits at least as long as the service asked", () => {
    expect(fails(running(2), { retryAfterMs: 70 })).toMatchObject({ retry_at: 5_070 });
    expect(fails(running(2), { retryAfterMs: 3 })).toMatchObject({ retry_at: 5_010 });
  });

  it("ends the action with the last attempt", () => {
    const told = running(2).tell(failed("a0", 3_500), started("a0#2"));
    expect(fails(told)).toMatchObject({ attempt: 2, outcome: "fail", retry_at: null });
  });

  it("ends the action when a retry makes no sense", () => {
    expect(fails(running(2), { retryable: false })).toMatchObject({ outcome: "fail", retry_at: null });
    expect(fails(running(2), { code: "FINAL" })).toMatchObject({ outcome: "fail", retry_at: null });
  });

  it("lets the workflow go on under on_error: continue, once there is no attempt left", () => {
    expect(fails(running(1, true))).toMatchObject({ outcome: "continue", retry_at: null });
    expect(fails(running(2, true))).toMatchObject({ outcome: "retry", retry_at: 5_010 });
  });

  it("plans nothing while the execution fails", () => {
    const told = running(2).tell(cancelling());
    expect(fails(told)).toMatchObject({ outcome: "fail", retry_at: null });
  });

  it("counts anew after the execution was retried", () => {
    const told = running(2).tell(
      failed("a0"),
      event("execution.failed", { error: { code: "FLAKY", message: "", action_id: null, attempt: null } }),
    );
    told.tell(RETRIED, event("execution.started", { deadline: null }), started("a0#2"));
    expect(fails(told)).toMatchObject({ attempt: 2, outcome: "retry", retry_at: 5_010 });
  });

  it("keeps details and the signal that was no use", () => {
    const { plan, state } = running(1);
    const error = { ...flaky, details: { status: 500 } };
    const { data } = failureEvent(plan, state, { at, error, now: 5_000, random: 0, signal: 7 });
    expect(data).toMatchObject({ error: { details: { status: 500 } }, signal: 7 });
  });

  it("names the item of a for_each", () => {
    const { plan, state } = new Told(
      planOf([{ isForEach: true }]),
      ...begun(),
      expanded("a0", 2),
      started("a0[1]"),
    );
    const failure = failureEvent(plan, state, {
      at: { action: 0, index: 1 },
      error: flaky,
      now: 0,
      random: 0,
    });
    expect(failure).toMatchObject({ type: "item.failed", data: { index: 1, error: { index: 1 } } });
  });
});

describe("compensationFailureEvent", () => {
  const undo = (): Told =>
    new Told(
      planOf([{ compensates: true, max_attempts: 2 }, {}]),
      ...begun(),
      started("a0"),
      completed("a0"),
    ).tell(cancelling());

  it("follows the action's retry policy", () => {
    const { plan, state } = undo().tell(undoing("a0"));
    expect(compensationFailureEvent(plan, state, { at, error: flaky, now: 5_000, random: 0 })).toStrictEqual({
      type: "compensation.failed",
      data: {
        action_id: "a0",
        attempt: 1,
        error: { code: "FLAKY", message: "made up", action_id: "a0", attempt: 1 },
        outcome: "retry",
        retry_at: 5_010,
      },
    });
  });

  it("gives up after the last attempt", () => {
    const { plan, state } = undo().tell(undoing("a0"), undoing("a0#2"));
    const { data } = compensationFailureEvent(plan, state, { at, error: flaky, now: 5_000, random: 0 });
    expect(data).toMatchObject({ attempt: 2, outcome: "fail", retry_at: null });
  });
});
