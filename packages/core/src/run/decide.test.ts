import { decide, outstanding } from "./decide";
import { event, type RunEvent, type WaitFor } from "./events";
import { initialState } from "./state";
import { planOf } from "./testing/plans";
import {
  begun,
  CANCELLED,
  cancelled,
  cancelling,
  completed,
  created,
  expanded,
  failed,
  failureOf,
  notUndone,
  PAUSED,
  RESUMED,
  RETRIED,
  signal,
  skipped,
  started,
  Told,
  undoing,
  undone,
  waiting,
} from "./testing/told";

const failing = event("execution.failing", { error: failureOf("a9") });
const record = (happened: RunEvent): object => ({ kind: "record", event: happened });
const approve = { kind: "signal", signal: "approve", expires_at: null, schema: null } as const;
const asleep = { kind: "time", until: 9_000 } as const;
const timer = (time: number, at: object, attempt = 1): object => ({
  kind: "timer",
  time,
  timer: { kind: "unit", at, attempt },
});

describe("the begin", () => {
  const plan = planOf([{}, { waits_for: [{ action: 0, on: null }] }, {}, { stage: "cleanup" }]);

  it("is to let the execution in, then to prepare what waits for nothing", () => {
    expect(decide(plan, initialState(plan, "x"))).toEqual([]);
    expect(new Told(plan, created()).commands).toEqual([{ kind: "admit" }]);
    expect(new Told(plan, ...begun()).commands).toEqual([
      { kind: "prepare", action: 0 },
      { kind: "prepare", action: 2 },
    ]);
  });

  it("sets the deadline's timer", () => {
    expect(new Told(plan, ...begun(9_000)).commands[0]).toEqual({
      kind: "timer",
      time: 9_000,
      timer: { kind: "deadline" },
    });
  });

  it("finishes an empty workflow", () => {
    expect(new Told(planOf([]), ...begun()).commands).toEqual([{ kind: "finish" }]);
  });
});

describe("an action", () => {
  const plan = planOf([{ max_attempts: 2 }, { waits_for: [{ action: 0, on: ["failed"] }] }]);
  const told = (...events: RunEvent[]): unknown => new Told(plan, ...begun(), ...events).commands;

  it("runs, and lets the next ones start", () => {
    expect(told(started("a0"))).toEqual([{ kind: "run", at: { action: 0 }, attempt: 1 }]);
    expect(told(started("a0"), failed("a0", "continue"))).toEqual([{ kind: "prepare", action: 1 }]);
  });

  it("is skipped when what it waits for ended in another way", () => {
    const skip = record(event("action.skipped", { action_id: "a1", reason: "dependency" }));
    expect(told(started("a0"), completed("a0"))).toEqual([skip]);
    expect(told(skipped("a0"))).toEqual([skip]);
  });

  it("waits for its next attempt, but not in a pause", () => {
    expect(told(started("a0"), failed("a0", 9_000))).toEqual([timer(9_000, { action: 0 })]);
    expect(told(started("a0"), PAUSED, failed("a0", 9_000))).toEqual([]);
    expect(told(started("a0"), PAUSED, failed("a0", 9_000), RESUMED)).toEqual([timer(9_000, { action: 0 })]);
    expect(told(started("a0"), failed("a0", 9_000), started("a0#2"))).toEqual([
      { kind: "run", at: { action: 0 }, attempt: 2 },
    ]);
  });

  it("waits for a time or for a child", () => {
    expect(told(started("a0"), waiting("a0", asleep))).toEqual([timer(9_000, { action: 0 })]);
    const child = { kind: "child", execution_id: "c", workflow_id: "w" } as const;
    expect(told(started("a0"), waiting("a0", child))).toEqual([{ kind: "child", at: { action: 0 } }]);
  });

  it("finishes the execution when it was the last", () => {
    expect(told(started("a0"), completed("a0"), skipped("a1"))).toEqual([{ kind: "finish" }]);
  });

  it("starts nothing in a pause", () => {
    expect(told(started("a0"), PAUSED)).toEqual([]);
    expect(told(started("a0"), PAUSED, failed("a0", "continue"))).toEqual([]);
    expect(told(started("a0"), PAUSED, failed("a0", "continue"), RESUMED)).toEqual([
      { kind: "prepare", action: 1 },
    ]);
  });

  it("asks for nothing when a plugin tells something", () => {
    const emitted = event("action.emitted", { action_id: "a0", event_type: "t", payload: null });
    expect(told(started("a0"), emitted)).toEqual([]);
  });
});

describe("a wait for an event", () => {
  const plan = planOf([{}, { stage: "cleanup" }]);
  const paid = {
    kind: "event",
    event_type: "order.paid",
    filter: null,
    values: {},
    correlation: null,
    expires_at: null,
  } as const;
  const listen = { kind: "listen", at: { action: 0 } };

  it("listens, with a timer when it ends by itself", () => {
    const told = (wait: WaitFor): unknown =>
      new Told(plan, ...begun(), started("a0"), waiting("a0", wait)).commands;
    expect(told(paid)).toEqual([listen]);
    expect(told({ ...paid, expires_at: 9_000 })).toEqual([listen, timer(9_000, { action: 0 })]);
  });

  it("listens again after a restart, also in a pause, until it has ended", () => {
    const told = new Told(plan, ...begun(), started("a0"), waiting("a0", paid));
    expect(outstanding(plan, told.state)).toEqual([listen]);
    expect(outstanding(plan, told.tell(PAUSED).state)).toEqual([listen]);
    expect(outstanding(plan, told.tell(RESUMED, completed("a0", "event")).state)).toEqual([
      { kind: "finish" },
    ]);
  });

  it("is cancelled when the execution fails or is cancelled", () => {
    const told = new Told(plan, ...begun(), started("a0"), waiting("a0", paid), cancelling());
    expect(told.commands).toEqual([record(cancelled("a0"))]);
  });
});

describe("a wait for a signal", () => {
  const plan = planOf([{}, {}]);
  const told = (...events: RunEvent[]): unknown =>
    new Told(plan, ...begun(), started("a0"), started("a1"), ...events).commands;
  const deliver = (action: number, sequence: number, payload: string): object => ({
    kind: "deliver",
    at: { action },
    sequence,
    payload,
  });

  it("has a timer when it ends by itself", () => {
    expect(told(waiting("a0", approve))).toEqual([]);
    expect(told(waiting("a0", { ...approve, expires_at: 9_000 }))).toEqual([timer(9_000, { action: 0 })]);
  });

  it("ends with the signal, whichever comes first", () => {
    expect(told(waiting("a0", approve), signal("approve", "yes"))).toEqual([deliver(0, 6, "yes")]);
    expect(told(signal("approve", "yes"), waiting("a0", approve))).toEqual([deliver(0, 5, "yes")]);
    expect(told(waiting("a0", approve), signal("other", "yes"))).toEqual([]);
    expect(told(signal("other", "yes"), waiting("a0", approve))).toEqual([]);
  });

  it("gets the oldest signal when it has waited longest", () => {
    const both = [
      waiting("a1", approve),
      waiting("a0", approve),
      signal("approve", "one"),
      signal("approve", "two"),
    ];
    expect(told(...both)).toEqual([deliver(1, 7, "one"), deliver(0, 8, "two")]);
    expect(told(signal("approve", "one"), waiting("a1", approve), waiting("a0", approve))).toEqual([]);
    const two = [
      signal("approve", "one"),
      signal("approve", "two"),
      waiting("a1", approve),
      waiting("a0", approve),
    ];
    expect(told(...two)).toEqual([deliver(0, 6, "two")]);
  });

  it("is not in the way of one for another signal", () => {
    const other = { ...approve, signal: "other" };
    expect(told(waiting("a1", other), waiting("a0", approve), signal("approve", "yes"))).toEqual([
      deliver(0, 7, "yes"),
    ]);
    expect(told(waiting("a1", other), signal("approve", "yes"), waiting("a0", approve))).toEqual([
      deliver(0, 6, "yes"),
    ]);
  });

  it("gets its own when it is an item of a for_each", () => {
    const each = planOf([{ isForEach: true }]);
    const items = [started("a0[0]"), started("a0[1]"), waiting("a0[1]", approve)];
    const both = new Told(each, ...begun(), expanded("a0", 2), ...items);
    both.tell(signal("approve", "one"), signal("approve", "two"), waiting("a0[0]", approve));
    expect(both.commands).toEqual([
      { kind: "deliver", at: { action: 0, index: 0 }, sequence: 8, payload: "two" },
    ]);
  });

  it("gets nothing while the execution fails", () => {
    expect(told(waiting("a0", approve), cancelling(), signal("approve", "yes"))).toEqual([]);
  });

  it("is met again by a restart", () => {
    const { state } = new Told(
      plan,
      ...begun(),
      started("a0"),
      waiting("a0", approve),
      signal("approve", "yes"),
    );
    expect(outstanding(plan, state)).toContainEqual(deliver(0, 5, "yes"));
  });
});

describe("a for_each", () => {
  const plan = planOf([{ isForEach: true, max_concurrency: 2, max_attempts: 2 }, {}]);
  const told = (count: number, ...events: RunEvent[]): Told =>
    new Told(plan, ...begun(), started("a1"), completed("a1"), expanded("a0", count), ...events);
  const both = [started("a0[0]"), started("a0[1]")];

  it("starts as many items as it may", () => {
    expect(told(3).commands).toEqual([record(started("a0[0]")), record(started("a0[1]"))]);
    expect(told(3, started("a0[0]")).commands).toEqual([
      { kind: "run", at: { action: 0, index: 0 }, attempt: 1 },
    ]);
    expect(told(3, ...both, completed("a0[1]")).commands).toEqual([record(started("a0[2]"))]);
    expect(told(3, ...both, failed("a0[1]", 9_000)).commands).toEqual([
      timer(9_000, { action: 0, index: 1 }),
    ]);
    expect(told(3, ...both, failed("a0[1]", "continue")).commands).toEqual([record(started("a0[2]"))]);
  });

  it("ends with its last item", () => {
    const end = record(completed("a0"));
    expect(told(0).commands).toEqual([end]);
    expect(told(2, ...both, completed("a0[1]")).commands).toEqual([]);
    expect(told(2, ...both, completed("a0[1]"), completed("a0[0]")).commands).toEqual([end]);
  });

  it("starts no item in a pause, and goes on after it", () => {
    expect(told(3, ...both, PAUSED, completed("a0[1]")).commands).toEqual([]);
    const resumed = told(3, ...both, PAUSED, completed("a0[1]"), RESUMED);
    expect(resumed.commands).toEqual([
      { kind: "run", at: { action: 0, index: 0 }, attempt: 1 },
      record(started("a0[2]")),
    ]);
  });

  it("stops its other items when one fails, then fails with its error", () => {
    const stopping = told(3, ...both, failed("a0[1]"));
    expect(stopping.commands).toEqual([{ kind: "abort", at: { action: 0, index: 0 } }]);
    const error = failureOf("a0[1]");
    expect(stopping.tell(cancelled("a0[0]")).commands).toEqual([
      record(event("action.failed", { action_id: "a0", attempt: 1, error, outcome: "fail", retry_at: null })),
    ]);
  });

  it("fails at once when nothing else is at work", () => {
    const error = failureOf("a0[0]");
    expect(told(3, started("a0[0]"), failed("a0[0]")).commands).toContainEqual(
      record(event("action.failed", { action_id: "a0", attempt: 1, error, outcome: "fail", retry_at: null })),
    );
  });

  it("is cancelled with its items", () => {
    expect(told(3, ...both, waiting("a0[1]", asleep), cancelling()).commands).toEqual([
      { kind: "abort", at: { action: 0, index: 0 } },
      record(cancelled("a0[1]")),
    ]);
    expect(told(3, cancelling()).commands).toEqual([record(cancelled("a0"))]);
    const ended = told(2, ...both, completed("a0[0]"), cancelling(), completed("a0[1]"));
    expect(ended.commands).toEqual([record(completed("a0"))]);
  });
});

describe("an execution that fails", () => {
  const plan = planOf([
    { compensates: true, max_attempts: 2 },
    { compensates: true },
    {},
    {},
    { stage: "cleanup" },
    { stage: "cleanup", waits_for: [{ action: 4, on: null }] },
  ]);
  const done = [started("a0"), completed("a0"), started("a1"), completed("a1")];
  const told = (...events: RunEvent[]): Told => new Told(plan, ...begun(), ...events);

  it("stops what runs and cancels what waits", () => {
    const stopping = told(started("a2"), started("a3"), waiting("a3", asleep), failing);
    expect(stopping.commands).toEqual([{ kind: "abort", at: { action: 2 } }, record(cancelled("a3"))]);
    // Only once: what ends later changes nothing for the others.
    expect(stopping.tell(cancelled("a3")).commands).toEqual([]);
    expect(outstanding(plan, stopping.state)).toEqual([{ kind: "abort", at: { action: 2 } }]);
  });

  it("stops the others only once, whatever else fails meanwhile", () => {
    const stopping = told(started("a2"), started("a3"), failing, failed("a3"));
    expect(stopping.commands).toEqual([]);
  });

  it("undoes the last completed action first, one at a time, then cleans up and ends", () => {
    const undo = told(...done, failing);
    expect(undo.commands).toEqual([record(undoing("a1"))]);
    const run = { kind: "compensate", at: { action: 1 }, attempt: 1 };
    expect(undo.tell(undoing("a1")).commands).toEqual([run]);
    expect(undo.tell(undone("a1")).commands).toEqual([record(undoing("a0"))]);
    const again = { kind: "timer", time: 9_000, timer: { kind: "compensation", attempt: 1 } };
    expect(undo.tell(undoing("a0"), notUndone("a0", 9_000)).commands).toEqual([again]);
    expect(undo.tell(undoing("a0#2"), notUndone("a0#2")).commands).toEqual([{ kind: "prepare", action: 4 }]);
    expect(undo.tell(started("a4"), completed("a4")).commands).toEqual([{ kind: "prepare", action: 5 }]);
    const end = record(event("execution.failed", { error: failureOf("a9") }));
    expect(undo.tell(skipped("a5")).commands).toEqual([end]);
    expect(outstanding(plan, undo.state)).toEqual([end]);
  });

  it("undoes nothing in a pause", () => {
    const undo = told(...done, failing, PAUSED);
    expect(undo.commands).toEqual([]);
    expect(undo.tell(RESUMED).commands).toEqual([record(undoing("a1"))]);
  });

  it("ends as cancelled when it was", () => {
    const single = new Told(planOf([{}]), ...begun(), cancelling());
    expect(single.commands).toEqual([record(event("execution.cancelled", { error: CANCELLED }))]);
    expect(single.tell(event("execution.cancelled", { error: CANCELLED })).commands).toEqual([]);
    expect(outstanding(single.plan, single.state)).toEqual([]);
    expect(single.tell(RETRIED).commands).toEqual([{ kind: "admit" }]);
  });
});

describe("outstanding", () => {
  it("asks for everything that is going on", () => {
    const plan = planOf([
      {},
      {},
      {},
      { isForEach: true, max_concurrency: 2 },
      { waits_for: [{ action: 0, on: null }] },
      {},
    ]);
    const { state } = new Told(plan, ...begun(99_000)).tell(
      started("a0"),
      started("a1"),
      waiting("a1", asleep),
      expanded("a3", 4),
      started("a3[0]"),
      started("a3[1]"),
      completed("a3[0]"),
      skipped("a5"),
    );
    expect(outstanding(plan, state)).toEqual([
      { kind: "timer", time: 99_000, timer: { kind: "deadline" } },
      { kind: "run", at: { action: 0 }, attempt: 1 },
      timer(9_000, { action: 1 }),
      { kind: "prepare", action: 2 },
      { kind: "run", at: { action: 3, index: 1 }, attempt: 1 },
      record(started("a3[2]")),
    ]);
  });

  it("knows an execution that has not begun", () => {
    const plan = planOf([{}]);
    expect(outstanding(plan, initialState(plan, "x"))).toEqual([]);
    expect(outstanding(plan, new Told(plan, created()).state)).toEqual([{ kind: "admit" }]);
  });

  it("sets no deadline once the execution fails", () => {
    const plan = planOf([{}, { stage: "cleanup" }]);
    const { state } = new Told(plan, ...begun(99_000), failing, started("a1"));
    expect(outstanding(plan, state)).toEqual([{ kind: "run", at: { action: 1 }, attempt: 1 }]);
  });
});
