import { event, type RunEvent } from "./events";
import { fold } from "./evolve";
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
  signal,
  skipped,
  started,
  Told,
  undoing,
  undone,
  waiting,
} from "./testing/told";

const failing = event("execution.failing", { error: failureOf("a9") });
const approve = { kind: "signal", signal: "approve", expires_at: null, schema: null } as const;

describe("an execution", () => {
  const plan = planOf([{}]);

  it("is made of what its first event says", () => {
    const data = {
      workflow_id: "w1",
      workflow_revision: 3,
      workflow_name: "Sketch",
      parameters: { a: 1 },
      created_by: "you",
      correlation_id: "c",
      traceparent: "t",
      parent: { execution_id: "p", action_id: "a", attempt: 1 },
      depth: 1,
      rerun_of: "r",
      concurrency_key: "k",
    };
    const { state } = new Told(plan, created(data));
    expect(state).toMatchObject({
      ...data,
      execution_id: "x",
      phase: "created",
      status: "pending",
      created_at: 1_000,
    });
    expect([state.started_at, state.completed_at, state.ending, state.result]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("starts, and completes with a result", () => {
    const told = new Told(plan, ...begun(9_000));
    expect(told.state).toMatchObject({
      status: "running",
      started_at: 2_000,
      deadline: 9_000,
      open: 1,
      fresh: [0],
    });
    told.tell(started("a0"), completed("a0", "out"));
    expect(told.state).toMatchObject({ status: "running", phase: "main", open: 0 });
    told.tell(event("execution.completed", { result: { text: "all" } }));
    expect(told.state).toMatchObject({
      status: "completed",
      phase: "ended",
      result: { text: "all" },
      completed_at: 5_000,
    });
  });

  it("is pending, running, waiting or paused", () => {
    const told = new Told(planOf([{}, {}]), created());
    const statusAfter = (...events: RunEvent[]): string => told.tell(...events).state.status;
    expect(statusAfter()).toBe("pending");
    expect(statusAfter(event("execution.started", { deadline: null }))).toBe("running");
    expect(statusAfter(started("a0"), waiting("a0", approve))).toBe("waiting");
    expect(statusAfter(started("a1"))).toBe("running");
    expect(statusAfter(failed("a1", 9_000))).toBe("waiting");
    expect(statusAfter(PAUSED)).toBe("paused");
    expect(statusAfter(RESUMED)).toBe("waiting");
    expect(statusAfter(completed("a0"))).toBe("waiting");
    expect(statusAfter(started("a1#2"), completed("a1#2"))).toBe("running");
  });

  it("is running while something may start", () => {
    const told = new Told(planOf([{}, {}, { waits_for: [{ action: 0, on: null }] }]), ...begun());
    told.tell(started("a1"), waiting("a1", approve), started("a0"), completed("a0"));
    expect(told.state).toMatchObject({ waiting: 1, running: 0, fresh: [2], status: "running" });
  });

  it("ends as cancelled at once when it never started", () => {
    const told = new Told(plan, created(), cancelling());
    expect(told.state).toMatchObject({ phase: "closing", ending: { status: "cancelled", error: CANCELLED } });
    told.tell(event("execution.cancelled", { error: CANCELLED }));
    expect(told.state).toMatchObject({ phase: "ended", status: "cancelled", completed_at: 3_000 });
  });

  it("has nothing to clean up when it never started", () => {
    const { state } = new Told(planOf([{}, { stage: "cleanup" }]), created(), cancelling());
    expect(state).toMatchObject({ phase: "closing", open: 1, fresh: [] });
  });

  it("leaves its pause when it is cancelled, not when it fails", () => {
    expect(new Told(plan, ...begun(), PAUSED, cancelling()).state.paused).toBe(false);
    expect(new Told(plan, ...begun(), PAUSED, failing).state.paused).toBe(true);
  });

  it("is not paused any more once it has ended", () => {
    const told = new Told(planOf([]), ...begun(), PAUSED, event("execution.completed", { result: null }));
    expect(told.state).toMatchObject({ paused: false, status: "completed" });
  });

  it("is the fold of its events", () => {
    const told = new Told(plan, ...begun(), started("a0"));
    expect(fold(plan, "x", told.events)).toEqual(told.state);
    expect(told.state.last).toBe(told.events.at(-1));
  });
});

describe("an action", () => {
  const plan = planOf([{ max_attempts: 3 }, { waits_for: [{ action: 0, on: null }] }]);

  it("begins, fails, waits, begins again and completes", () => {
    const told = new Told(plan, ...begun(), started("a0"));
    const [unit] = told.state.actions;
    expect(unit).toMatchObject({ status: "running", attempts: 1, started_at: 3_000, completed_at: null });
    told.tell(failed("a0", 9_000));
    expect(unit).toMatchObject({
      status: "waiting",
      error: failureOf("a0"),
      wait: { kind: "retry", at: 9_000 },
    });
    expect([told.state.running, told.state.waiting]).toEqual([0, 1]);
    told.tell(started("a0#2"));
    expect(unit).toMatchObject({ status: "running", attempts: 2, wait: null, started_at: 3_000 });
    expect([told.state.running, told.state.waiting]).toEqual([1, 0]);
    told.tell(completed("a0#2", "out"));
    expect(unit).toMatchObject({ status: "completed", output: "out", error: null, completed_at: 6_000 });
    expect(told.state).toMatchObject({ running: 0, waiting: 0, open: 1, fresh: [1] });
  });

  it("is skipped, which its dependents accept", () => {
    const { state } = new Told(plan, ...begun(), skipped("a0"));
    expect(state.actions[0]).toMatchObject({ status: "skipped", completed_at: 3_000, attempts: 0 });
    expect(state.actions[1]).toMatchObject({ unmet: 0, refused: false });
  });

  it("may fail and be tolerated", () => {
    const { state } = new Told(plan, ...begun(), started("a0"), failed("a0", "continue"));
    expect(state.actions[0]).toMatchObject({
      status: "failed",
      tolerated: true,
      completed_at: 4_000,
      wait: null,
    });
    expect(state.actions[1]).toMatchObject({ unmet: 0, refused: false });
    expect(state).toMatchObject({ phase: "main", ending: null, fresh: [1] });
  });

  it("waits for all it depends on", () => {
    const both = planOf([
      {},
      {},
      {
        waits_for: [
          { action: 0, on: null },
          { action: 1, on: ["failed"] },
        ],
      },
    ]);
    const told = new Told(both, ...begun(), started("a0"), completed("a0"));
    expect(told.state.actions[2]).toMatchObject({ unmet: 1, refused: false });
    expect(told.state.fresh).toEqual([]);
    told.tell(started("a1"), completed("a1"));
    expect(told.state.actions[2]).toMatchObject({ unmet: 0, refused: true });
    expect(told.state.fresh).toEqual([2]);
  });

  it.each(["completed", "skipped", "failed"] as const)("runs only on the outcome it names: %s", (outcome) => {
    const branch = planOf([{}, { waits_for: [{ action: 0, on: [outcome] }] }]);
    const refused = (...events: RunEvent[]): unknown =>
      new Told(branch, ...begun(), ...events).state.actions[1]?.refused;
    expect(refused(started("a0"), completed("a0"))).toBe(outcome !== "completed");
    expect(refused(skipped("a0"))).toBe(outcome !== "skipped");
    expect(refused(started("a0"), failed("a0", "continue"))).toBe(outcome !== "failed");
  });
});

describe("signals", () => {
  const plan = planOf([{}, {}]);
  const listening = (): Told =>
    new Told(plan, ...begun(), started("a0"), started("a1"), waiting("a1", approve), waiting("a0", approve));

  it("are kept until they are taken", () => {
    const told = listening().tell(signal("approve", "one"), signal("approve", "two"));
    expect(told.state.signals).toEqual([
      { sequence: 7, name: "approve", payload: "one" },
      { sequence: 8, name: "approve", payload: "two" },
    ]);
    told.tell(event("action.completed", { action_id: "a1", attempt: 1, output: "one", signal: 7 }));
    expect(told.state.signals.map(({ sequence }) => sequence)).toEqual([8]);
  });

  it("are taken by one that could not use them, too", () => {
    const told = listening().tell(signal("approve", "one"));
    const data = {
      action_id: "a1",
      attempt: 1,
      error: failureOf("a1"),
      outcome: "continue",
      retry_at: null,
    } as const;
    expect(told.tell(event("action.failed", { ...data, signal: 7 })).state.signals).toEqual([]);
  });

  it("are waited for in order", () => {
    const told = listening();
    expect(told.state.listeners).toEqual([{ action: 1 }, { action: 0 }]);
    expect(told.tell(completed("a1")).state.listeners).toEqual([{ action: 0 }]);
    expect(told.tell(cancelled("a0")).state.listeners).toEqual([]);
  });

  it("are waited for by each item of a for_each for itself", () => {
    const each = planOf([{ isForEach: true }, { isForEach: true }]);
    const told = new Told(each, ...begun(), expanded("a0", 2), expanded("a1", 2));
    for (const item of ["a0[0]", "a0[1]", "a1[0]", "a1[1]"]) told.tell(started(item), waiting(item, approve));
    told.tell(completed("a1[0]"), completed("a0[1]"));
    expect(told.state.listeners).toEqual([
      { action: 0, index: 0 },
      { action: 1, index: 1 },
    ]);
    expect(told.tell(completed("a1[1]")).state.listeners).toEqual([{ action: 0, index: 0 }]);
  });
});

describe("a for_each", () => {
  const plan = planOf([{ isForEach: true }, { waits_for: [{ action: 0, on: null }] }]);
  const tell = (...events: RunEvent[]): Told => new Told(plan, ...begun(), expanded("a0", 3), ...events);

  it("is at work until all of its items have ended", () => {
    const told = tell();
    const [action] = told.state.actions;
    expect(action).toMatchObject({ status: "running", attempts: 1, started_at: 3_000 });
    expect(action?.items).toMatchObject({ next: 0, active: 0, open: 3, failed: null });
    expect(told.state).toMatchObject({ fans: 1, running: 0, open: 2 });
    told.tell(started("a0[0]"), started("a0[1]"), completed("a0[1]", "b"));
    expect(action?.items).toMatchObject({ next: 2, active: 1, open: 2 });
    expect(told.state).toMatchObject({ fans: 1, running: 1 });
    told.tell(completed("a0[0]", "a"), started("a0[2]"), completed("a0[2]", "c"), completed("a0"));
    expect(action).toMatchObject({ status: "completed", output: ["a", "b", "c"] });
    expect(told.state).toMatchObject({ fans: 0, running: 0, waiting: 0, open: 1, fresh: [1] });
  });

  it("counts an item that waits as active", () => {
    const told = tell(started("a0[0]"), waiting("a0[0]", approve));
    expect(told.state.actions[0]?.items).toMatchObject({ active: 1, open: 3 });
    expect(told.state).toMatchObject({ running: 0, waiting: 1, listeners: [{ action: 0, index: 0 }] });
    expect(told.tell(completed("a0[0]")).state.listeners).toEqual([]);
  });

  it("remembers the item that failed first, and makes the execution fail", () => {
    const told = tell(started("a0[0]"), started("a0[1]"), failed("a0[1]"), failed("a0[0]"));
    expect(told.state.actions[0]?.items).toMatchObject({ failed: 1, active: 0, open: 1 });
    expect(told.state.ending).toEqual({ status: "failed", error: failureOf("a0[1]") });
    expect(told.state.phase).toBe("draining");
  });

  it("goes on when a failed item is tolerated", () => {
    const told = tell(started("a0[0]"), failed("a0[0]", "continue"));
    expect(told.state.actions[0]?.items).toMatchObject({ failed: null, open: 2 });
    expect(told.state.phase).toBe("main");
  });

  it("knows its items", () => {
    expect(() => tell(started("a0[3]"))).toThrow('There is no item 3 of "a0".');
  });
});

describe("an execution that fails", () => {
  const plan = planOf([
    { compensates: true },
    { compensates: true },
    {},
    { stage: "cleanup", compensates: true },
  ]);
  const done = (...events: RunEvent[]): Told =>
    new Told(plan, ...begun(), started("a0"), started("a1"), completed("a1"), completed("a0"), ...events);

  it("first lets go of what runs and waits", () => {
    const told = done(started("a2"), failing);
    expect(told.state).toMatchObject({ phase: "draining", status: "running", compensation: null });
    told.tell(cancelled("a2"));
    expect(told.state).toMatchObject({ phase: "compensating", running: 0 });
  });

  it("fails with the first action that does, whatever fails after it", () => {
    const two = new Told(
      planOf([{}, {}]),
      ...begun(),
      started("a0"),
      started("a1"),
      failed("a1"),
      failed("a0"),
    );
    expect(two.state.ending).toEqual({ status: "failed", error: failureOf("a1") });
  });

  it("undoes what completed, the last one first", () => {
    const told = done(failing);
    const { compensation } = told.state;
    expect(compensation).toEqual({
      queue: [{ action: 1 }, { action: 0 }],
      status: "idle",
      attempts: 0,
      retry_at: null,
    });
    told.tell(undoing("a0"));
    expect(compensation).toMatchObject({ status: "running", attempts: 1 });
    told.tell(notUndone("a0", 9_000));
    expect(compensation).toMatchObject({ status: "waiting", attempts: 1, retry_at: 9_000 });
    told.tell(undoing("a0#2"));
    expect(compensation).toMatchObject({ status: "running", attempts: 2, retry_at: null });
    told.tell(undone("a0#2"));
    expect(compensation).toMatchObject({ queue: [{ action: 1 }], status: "idle", attempts: 0 });
    expect(told.state.actions[0]?.status).toBe("compensated");
    expect(told.state.compensable).toEqual([{ action: 1 }]);
  });

  it("goes on when something can't be undone, and then cleans up", () => {
    const told = done(failing, undoing("a0"), notUndone("a0"));
    expect(told.state.actions[0]?.status).toBe("completed");
    told.tell(undoing("a1"), undone("a1"));
    expect(told.state).toMatchObject({ phase: "cleanup", open: 1, fresh: [3], compensable: [{ action: 0 }] });
    told.tell(started("a3"), completed("a3"));
    expect(told.state).toMatchObject({ phase: "closing", open: 0, compensable: [{ action: 0 }] });
    told.tell(event("execution.failed", { error: failureOf("a9") }));
    expect(told.state).toMatchObject({ phase: "ended", status: "failed" });
  });

  it("undoes items one by one", () => {
    const each = planOf([{ isForEach: true, compensates: true }]);
    const told = new Told(each, ...begun(), expanded("a0", 2));
    told.tell(
      started("a0[0]"),
      started("a0[1]"),
      completed("a0[1]"),
      completed("a0[0]"),
      completed("a0"),
      failing,
    );
    expect(told.state.compensation?.queue).toEqual([
      { action: 0, index: 1 },
      { action: 0, index: 0 },
    ]);
    told.tell(undoing("a0[0]"), undone("a0[0]"));
    expect(told.state.actions[0]?.items?.units.map(({ status }) => status)).toEqual([
      "compensated",
      "completed",
    ]);
    expect(told.state.compensable).toEqual([{ action: 0, index: 1 }]);
  });

  it("cleans up at once when there is nothing to undo, and releases only cleanup actions", () => {
    const chain = planOf([{}, { waits_for: [{ action: 0, on: null }] }, { stage: "cleanup" }]);
    const told = new Told(chain, ...begun(), started("a0"), cancelling(), completed("a0"));
    expect(told.state).toMatchObject({ phase: "cleanup", open: 1, fresh: [2], status: "running" });
  });

  it("begins to clean up only when all is undone", () => {
    expect(done(failing).state).toMatchObject({ phase: "compensating", fresh: [] });
  });

  it("skips what waits for a cleanup action that failed", () => {
    const chain = planOf([{ stage: "cleanup" }, { stage: "cleanup", waits_for: [{ action: 0, on: null }] }]);
    const { state } = new Told(chain, ...begun(), failing, started("a0"), failed("a0"));
    expect(state).toMatchObject({ phase: "cleanup", open: 1, fresh: [1] });
    expect(state.actions[1]).toMatchObject({ unmet: 0, refused: true });
  });

  it("ends when a cleanup action fails", () => {
    const told = new Told(planOf([{ stage: "cleanup" }]), ...begun(), failing, started("a0"), failed("a0"));
    expect(told.state).toMatchObject({
      phase: "closing",
      ending: { status: "failed", error: failureOf("a9") },
    });
  });
});
