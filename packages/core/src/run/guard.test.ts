import { event, type RunEvent } from "./events";
import { isCurrent } from "./guard";
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

const plan = planOf([{ compensates: true }, {}, { stage: "cleanup" }]);
const tell = (...events: RunEvent[]): Told => new Told(plan, ...begun(), ...events);
const fits = ({ state }: Told, happened: RunEvent): boolean => isCurrent(plan, state, happened);

const start = event("execution.started", { deadline: null });
const complete = event("execution.completed", { result: null });
const failing = event("execution.failing", { error: CANCELLED });
const fail = event("execution.failed", { error: failureOf("a0") });
const cancel = event("execution.cancelled", { error: CANCELLED });

describe("what happens to the execution", () => {
  it("starts once", () => {
    expect(fits(new Told(plan, created()), start)).toBe(true);
    expect(fits(tell(), start)).toBe(false);
  });

  it("completes when all main actions have ended", () => {
    expect(fits(tell(skipped("a0")), complete)).toBe(false);
    expect(fits(tell(skipped("a0"), skipped("a1")), complete)).toBe(true);
    expect(fits(tell(skipped("a0"), skipped("a1"), failing), complete)).toBe(false);
    expect(fits(tell(failing, skipped("a2")), complete)).toBe(false);
  });

  it("fails for its own reasons while its main actions are at work", () => {
    expect(fits(tell(), failing)).toBe(true);
    expect(fits(new Told(plan, created()), failing)).toBe(false);
    expect(fits(tell(cancelling()), failing)).toBe(false);
  });

  it("is cancelled unless it is ending already", () => {
    expect(fits(tell(), cancelling())).toBe(true);
    expect(fits(tell(failing), cancelling())).toBe(false);
  });

  it("ends the way it began to, once the cleanup is through", () => {
    const cleaning = tell(failing);
    expect([fits(cleaning, fail), fits(cleaning, cancel)]).toEqual([false, false]);
    cleaning.tell(skipped("a2"));
    expect([fits(cleaning, fail), fits(cleaning, cancel)]).toEqual([true, false]);
    const cancelledNow = tell(cancelling(), skipped("a2"));
    expect([fits(cancelledNow, fail), fits(cancelledNow, cancel)]).toEqual([false, true]);
  });

  it("can only be retried after its end", () => {
    const ended = tell(failing, skipped("a2"), fail);
    expect(fits(ended, RETRIED)).toBe(true);
    for (const late of [PAUSED, signal("s"), started("a0"), cancelling(), fail])
      expect(fits(ended, late)).toBe(false);
  });

  it("takes signals, pauses and plugins' events at any time before", () => {
    for (const happened of [PAUSED, RESUMED, signal("s")]) expect(fits(tell(), happened)).toBe(true);
    const emitted = event("action.emitted", { action_id: "a0", event_type: "t", payload: null });
    expect(fits(tell(skipped("a0")), emitted)).toBe(true);
  });
});

describe("what happens to a unit", () => {
  it("starts only in its stage's phase, and not in a pause", () => {
    for (const begin of [started, skipped, (id: string) => expanded(id, 1)]) {
      expect([fits(tell(), begin("a0")), fits(tell(), begin("a2"))]).toEqual([true, false]);
      expect(fits(tell(PAUSED), begin("a0"))).toBe(false);
      expect([fits(tell(failing), begin("a0")), fits(tell(failing), begin("a2"))]).toEqual([false, true]);
    }
  });

  it("is skipped or expanded only before it begins", () => {
    expect(fits(tell(started("a0")), skipped("a0"))).toBe(false);
    expect(fits(tell(expanded("a0", 1)), expanded("a0", 1))).toBe(false);
  });

  it("begins the next attempt after a failed one, and no other", () => {
    expect(fits(tell(), started("a0#2"))).toBe(false);
    expect(fits(tell(started("a0")), started("a0#2"))).toBe(false);
    const retrying = tell(started("a0"), failed("a0", 9_000));
    expect([1, 2, 3].map((attempt) => fits(retrying, started(`a0#${attempt}`)))).toEqual([
      false,
      true,
      false,
    ]);
    const asleep = tell(started("a0"), waiting("a0", { kind: "time", until: 9_000 }));
    expect(fits(asleep, started("a0#2"))).toBe(false);
  });

  it("ends the attempt that is going on, and no other", () => {
    for (const end of [completed, cancelled, failed]) {
      expect(fits(tell(), end("a0"))).toBe(false);
      expect(fits(tell(started("a0")), end("a0"))).toBe(true);
      expect(fits(tell(started("a0")), end("a0#2"))).toBe(false);
      expect(fits(tell(started("a0"), waiting("a0", { kind: "time", until: 9_000 })), end("a0"))).toBe(true);
      expect(fits(tell(started("a0"), completed("a0")), end("a0"))).toBe(false);
    }
  });

  it("is an item that there is", () => {
    const both = tell(expanded("a0", 2));
    expect([0, 1, 2].map((index) => fits(both, started(`a0[${index}]`)))).toEqual([true, true, false]);
  });

  it("is an action of the plan", () => {
    expect(() => fits(tell(), started("other"))).toThrow('The plan has no action "other".');
  });

  it("is undone while the execution compensates", () => {
    const done = tell(started("a0"), completed("a0"));
    expect([fits(done, undoing("a0")), fits(done, undone("a0"))]).toEqual([false, false]);
    done.tell(failing);
    expect([fits(done, undoing("a0")), fits(done, undone("a0"))]).toEqual([true, true]);
  });
});
