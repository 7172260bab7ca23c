import { planOf } from "./testing/plans";
import {
  begun,
  cancelling,
  completed,
  expanded,
  failed,
  notUndone,
  PAUSED,
  started,
  Told,
  undoing,
  waiting,
} from "./testing/told";
import { wake } from "./wake";

const at = { action: 0 };

describe("the deadline of an execution", () => {
  const due = { timer: { kind: "deadline" }, now: 60_000 } as const;
  const running = (): Told => new Told(planOf([{}], 58_500), ...begun(60_000), started("a0"));

  it("makes it fail", () => {
    const { plan, state } = running();
    const error = {
      code: "EXECUTION_TIMEOUT",
      message: expect.stringContaining("58.5") as string,
      action_id: null,
      attempt: null,
    };
    expect(wake(plan, state, due)).toEqual([
      { kind: "record", event: { type: "execution.failing", data: { error } } },
    ]);
  });

  it("does nothing before its time, without a deadline, and once the execution fails", () => {
    const { plan, state } = running();
    expect(wake(plan, state, { ...due, now: 59_999 })).toEqual([]);
    expect(wake(plan, new Told(plan, ...begun()).state, due)).toEqual([]);
    expect(wake(plan, running().tell(cancelling()).state, due)).toEqual([]);
  });
});

describe("the timer of a unit", () => {
  const plan = planOf([{ max_attempts: 3 }]);
  const due = (now: number, attempt = 1): Parameters<typeof wake>[2] => ({
    timer: { kind: "unit", at, attempt },
    now,
  });
  const retrying = (): Told => new Told(plan, ...begun(), started("a0"), failed("a0", 9_000));
  const next = { kind: "record", event: { type: "action.started", data: { action_id: "a0", attempt: 2 } } };

  it("starts the next attempt when it is due", () => {
    expect(wake(plan, retrying().state, due(9_000))).toEqual([next]);
    expect(wake(plan, retrying().state, due(8_999))).toEqual([]);
  });

  it("does not start one in a pause, nor while the execution fails", () => {
    expect(wake(plan, retrying().tell(PAUSED).state, due(9_000))).toEqual([]);
    // Another action may still hold the execution up.
    const two = planOf([{ max_attempts: 3 }, {}]);
    const failing = new Told(
      two,
      ...begun(),
      started("a0"),
      started("a1"),
      failed("a0", 9_000),
      cancelling(),
    );
    expect(wake(two, failing.state, due(9_000))).toEqual([]);
  });

  it("does nothing for an attempt that has passed", () => {
    expect(wake(plan, retrying().tell(started("a0#2")).state, due(9_000))).toEqual([]);
    expect(wake(plan, retrying().tell(started("a0#2"), failed("a0#2", 9_000)).state, due(9_000))).toEqual([]);
    expect(
      wake(plan, retrying().state, { timer: { kind: "unit", at: { action: 7 }, attempt: 1 }, now: 9_000 }),
    ).toEqual([]);
  });

  it("starts an item's next attempt", () => {
    const each = planOf([{ isForEach: true, max_attempts: 2 }]);
    const { state } = new Told(each, ...begun(), expanded("a0", 2), started("a0[1]"), failed("a0[1]", 9_000));
    expect(
      wake(each, state, { timer: { kind: "unit", at: { action: 0, index: 1 }, attempt: 1 }, now: 9_000 }),
    ).toEqual([
      { kind: "record", event: { type: "item.started", data: { action_id: "a0", index: 1, attempt: 2 } } },
    ]);
  });

  it("ends a wait, also in a pause", () => {
    const sleeping = new Told(plan, ...begun(), started("a0"), waiting("a0", { kind: "time", until: 9_000 }));
    const end = {
      kind: "record",
      event: {
        type: "action.completed",
        data: { action_id: "a0", attempt: 1, output: { until: "1970-01-01T00:00:09.000Z" } },
      },
    };
    expect(wake(plan, sleeping.state, due(8_999))).toEqual([]);
    expect(wake(plan, sleeping.state, due(9_000))).toEqual([end]);
    expect(wake(plan, sleeping.tell(PAUSED).state, due(9_000))).toEqual([end]);
  });

  it("fails a wait for a signal that did not come, for good", () => {
    const wait = { kind: "signal", signal: "approve", expires_at: 9_000, schema: null } as const;
    const listening = new Told(plan, ...begun(), started("a0"), waiting("a0", wait));
    const error = expect.objectContaining({
      code: "SIGNAL_TIMEOUT",
      message: expect.stringContaining("approve") as string,
    }) as object;
    expect(wake(plan, listening.state, due(8_999))).toEqual([]);
    expect(wake(plan, listening.state, due(9_000))).toEqual([
      {
        kind: "record",
        event: {
          type: "action.failed",
          data: { action_id: "a0", attempt: 1, error, outcome: "fail", retry_at: null },
        },
      },
    ]);
    const [command] = wake(plan, listening.state, due(9_000));
    // It began at 3,000.
    expect(JSON.stringify(command)).toContain(" 6 s");
  });

  it("fails a wait for an event likewise", () => {
    const wait = {
      kind: "event",
      event_type: "order.paid",
      filter: null,
      values: {},
      correlation: null,
      expires_at: 9_000,
    } as const;
    const listening = new Told(plan, ...begun(), started("a0"), waiting("a0", wait));
    expect(wake(plan, listening.state, due(8_999))).toEqual([]);
    const [command] = wake(plan, listening.state, due(9_000));
    expect(command).toMatchObject({
      event: { type: "action.failed", data: { outcome: "fail", retry_at: null } },
    });
    expect(JSON.stringify(command)).toMatch(/EVENT_TIMEOUT.* 6 s .*order\.paid/);
  });

  it("means nothing to a wait that only something else ends", () => {
    const forever = { kind: "signal", signal: "approve", expires_at: null, schema: null } as const;
    const child = { kind: "child", execution_id: "c", workflow_id: "w" } as const;
    const paid = {
      kind: "event",
      event_type: "order.paid",
      filter: null,
      values: {},
      correlation: null,
      expires_at: null,
    } as const;
    for (const wait of [forever, child, paid]) {
      const told = new Told(plan, ...begun(), started("a0"), waiting("a0", wait));
      expect(wake(plan, told.state, due(1e15))).toEqual([]);
    }
  });
});

describe("the timer of a compensation", () => {
  const plan = planOf([{ compensates: true, max_attempts: 3 }, {}]);
  const due = { timer: { kind: "compensation", attempt: 1 }, now: 9_000 } as const;
  const undo = (): Told =>
    new Told(plan, ...begun(), started("a0"), completed("a0"), cancelling(), undoing("a0"));

  it("starts the next attempt", () => {
    const { state } = undo().tell(notUndone("a0", 9_000));
    expect(wake(plan, state, due)).toEqual([
      { kind: "record", event: { type: "compensation.started", data: { action_id: "a0", attempt: 2 } } },
    ]);
  });

  it("does nothing while one runs, for another attempt, in a pause, and when there is nothing to undo", () => {
    expect(wake(plan, undo().state, due)).toEqual([]);
    const waits = undo().tell(notUndone("a0", 9_000));
    expect(wake(plan, waits.state, { ...due, timer: { kind: "compensation", attempt: 2 } })).toEqual([]);
    expect(wake(plan, waits.tell(PAUSED).state, due)).toEqual([]);
    expect(wake(plan, undo().tell(notUndone("a0")).state, due)).toEqual([]);
    expect(wake(plan, new Told(plan, ...begun()).state, due)).toEqual([]);
  });
});
