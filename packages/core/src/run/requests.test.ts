import { answer, type RunRequest } from "./requests";
import { event } from "./events";
import type { RunState, RunStatus } from "./state";
import { planOf } from "./testing/plans";
import {
  begun,
  cancelling,
  created,
  failed,
  failureOf,
  PAUSED,
  started,
  Told,
  waiting,
} from "./testing/told";

const running = (): Told => new Told(planOf([{}]), ...begun(), started("a0"));
const states: Readonly<Record<RunStatus, () => RunState>> = {
  pending: () => new Told(planOf([{}]), created()).state,
  running: () => running().state,
  waiting: () => running().tell(waiting("a0", { kind: "time", until: 9_000 })).state,
  paused: () => running().tell(PAUSED).state,
  completed: () => new Told(planOf([]), ...begun(), event("execution.completed", { result: null })).state,
  failed: () => running().tell(failed("a0"), event("execution.failed", { error: failureOf("a0") })).state,
  cancelled: () =>
    new Told(planOf([{}]), created(), cancelling()).tell(
      event("execution.cancelled", { error: failureOf("a0") }),
    ).state,
};

const requests: Readonly<Record<RunRequest["kind"], RunRequest>> = {
  cancel: { kind: "cancel", by: "me" },
  pause: { kind: "pause", by: "me" },
  resume: { kind: "resume", by: "me" },
  retry: { kind: "retry", by: "me" },
  signal: { kind: "signal", by: "me", name: "approve", payload: { ok: true } },
};

const OPEN: readonly RunStatus[] = ["pending", "running", "waiting", "paused"];

test.each<[RunRequest["kind"], readonly RunStatus[]]>([
  ["cancel", OPEN],
  ["pause", ["running", "waiting", "paused"]],
  ["resume", ["paused"]],
  ["retry", ["failed", "cancelled"]],
  ["signal", OPEN],
])("%s is accepted in %j only", (kind, allowed) => {
  for (const [status, state] of Object.entries(states)) {
    const at = state();
    expect(at.status).toBe(status);
    const answered = answer(at, requests[kind]);
    const isAllowed = allowed.includes(at.status);
    expect(isAllowed ? answered.accepted : answered).toEqual(isAllowed || { accepted: false, allowed });
  }
});

describe("the events of a request", () => {
  const eventsOf = (state: RunState, request: RunRequest): unknown => {
    const answered = answer(state, request);
    return answered.accepted ? answered.events : answered;
  };

  it("say who asked", () => {
    expect(eventsOf(states.running(), requests.pause)).toEqual([
      { type: "execution.paused", data: { by: "me" } },
    ]);
    expect(eventsOf(states.paused(), requests.resume)).toEqual([
      { type: "execution.resumed", data: { by: "me" } },
    ]);
    expect(eventsOf(states.failed(), requests.retry)).toEqual([
      { type: "execution.retried", data: { by: "me" } },
    ]);
    expect(eventsOf(states.waiting(), requests.signal)).toEqual([
      { type: "signal.received", data: { name: "approve", payload: { ok: true }, by: "me" } },
    ]);
  });

  it("give a cancel's reason", () => {
    const cancel = { ...requests.cancel, reason: "too late" } as RunRequest;
    expect(eventsOf(states.running(), cancel)).toEqual([
      {
        type: "execution.cancelling",
        data: {
          by: "me",
          error: {
            code: "EXECUTION_CANCELLED",
            message: "Cancelled by me: too late.",
            action_id: null,
            attempt: null,
          },
        },
      },
    ]);
    expect(eventsOf(states.running(), requests.cancel)).toMatchObject([
      { data: { error: { message: "Cancelled by me." } } },
    ]);
  });

  it("are none when it is so already", () => {
    expect(eventsOf(states.paused(), requests.pause)).toEqual([]);
    expect(eventsOf(running().tell(cancelling()).state, requests.cancel)).toEqual([]);
  });
});
