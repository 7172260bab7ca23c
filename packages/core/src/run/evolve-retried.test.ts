import { event, type RunEvent } from "./events";
import type { ActionSketch } from "./testing/plans";
import { planOf } from "./testing/plans";
import {
  begun,
  cancelled,
  completed,
  expanded,
  failed,
  failureOf,
  notUndone,
  RETRIED,
  skipped,
  started,
  Told,
  undoing,
  undone,
} from "./testing/told";

const END: RunEvent = event("execution.failed", { error: failureOf("a0") });
const AGAIN: RunEvent = event("execution.started", { deadline: null });

/** An execution that failed and was retried, and starts again. */
function retried(sketches: readonly ActionSketch[], ...events: RunEvent[]): Told {
  const told = new Told(planOf(sketches), ...begun(5_000), ...events, END);
  expect(told.state.phase).toBe("ended");
  return told.tell(RETRIED);
}

it("waits for its turn again, as if it had not ended", () => {
  const { state } = retried([{}], started("a0"), failed("a0"));
  expect(state).toMatchObject({ phase: "created", status: "pending", ending: null, compensation: null });
  expect(state).toMatchObject({ completed_at: null, deadline: null, started_at: 2_000, open: 1 });
});

it("keeps what completed, was skipped or was tolerated, and takes the others up again", () => {
  const told = retried(
    [{}, {}, {}, {}, { waits_for: [{ action: 0, on: null }] }, { waits_for: [{ action: 3, on: null }] }],
    started("a0"),
    started("a1"),
    started("a3"),
    completed("a0", "out"),
    failed("a1", "continue"),
    skipped("a2"),
    started("a4"),
    failed("a3"),
    cancelled("a4"),
  );
  const { actions } = told.state;
  expect(actions.map(({ status }) => status)).toEqual([
    "completed",
    "failed",
    "skipped",
    "pending",
    "pending",
    "pending",
  ]);
  expect(actions[0]?.output).toBe("out");
  expect(actions[3]).toMatchObject({
    attempts: 1,
    attempts_before: 1,
    error: null,
    started_at: null,
    completed_at: null,
  });
  expect(actions.map(({ unmet }) => unmet)).toEqual([0, 0, 0, 0, 0, 1]);
  expect(told.state.open).toBe(3);
  expect(told.tell(AGAIN).state.fresh).toEqual([3, 4]);
});

it("gives what was undone another generation, for its effect is gone", () => {
  const { state } = retried(
    [{ compensates: true }, {}],
    started("a0"),
    completed("a0", "out"),
    started("a1"),
    failed("a1"),
    undoing("a0"),
    undone("a0"),
  );
  expect(state.actions[0]).toMatchObject({ status: "pending", generation: 1, output: null, attempts: 1 });
  expect(state.actions[1]).toMatchObject({ status: "pending", generation: 0 });
  expect(state.compensable).toEqual([]);
});

it("refuses again what a kept outcome refuses", () => {
  const told = retried(
    [
      {},
      {},
      {
        waits_for: [
          { action: 0, on: ["failed"] },
          { action: 1, on: null },
        ],
      },
    ],
    started("a0"),
    completed("a0"),
    started("a1"),
    failed("a1"),
  );
  expect(told.state.actions[2]).toMatchObject({ status: "pending", refused: false, unmet: 1 });
  told.tell(AGAIN, started("a1#2"), completed("a1#2"));
  expect(told.state.actions[2]).toMatchObject({ status: "pending", refused: true, unmet: 0 });
});

it("goes on with the items of a for_each that did not complete", () => {
  const told = retried(
    [{ isForEach: true, max_concurrency: 3 }],
    expanded("a0", 4),
    started("a0[0]"),
    started("a0[1]"),
    started("a0[2]"),
    completed("a0[0]", "a"),
    failed("a0[1]"),
    cancelled("a0[2]"),
    failed("a0"),
  );
  const [action] = told.state.actions;
  expect(action).toMatchObject({ status: "running", error: null, completed_at: null, output: null });
  expect(action?.items).toMatchObject({ next: 0, active: 0, open: 3, failed: null });
  expect(action?.items?.units.map(({ status }) => status)).toEqual([
    "completed",
    "pending",
    "pending",
    "pending",
  ]);
  expect(told.state).toMatchObject({ fans: 1, running: 0, waiting: 0, open: 1 });
  expect(told.tell(AGAIN).commands).toEqual(
    [1, 2]
      .map((index) => ({ kind: "record", event: started(`a0[${index}]#2`) }))
      .concat({
        kind: "record",
        event: started("a0[3]"),
      }),
  );
});

it("takes up a completed for_each of which items were undone", () => {
  const { state } = retried(
    [{ isForEach: true, compensates: true }, {}],
    expanded("a0", 2),
    started("a0[0]"),
    completed("a0[0]"),
    started("a0[1]"),
    completed("a0[1]"),
    completed("a0"),
    started("a1"),
    failed("a1"),
    undoing("a0[1]"),
    undone("a0[1]"),
    undoing("a0[0]"),
    undone("a0[0]"),
  );
  expect(state.actions[0]).toMatchObject({ status: "running", output: null });
  expect(state.actions[0]?.items?.units.map(({ status, generation }) => [status, generation])).toEqual([
    ["pending", 1],
    ["pending", 1],
  ]);
  expect(state).toMatchObject({ fans: 1, open: 2 });
});

it("keeps a for_each that completed", () => {
  const { state } = retried(
    [{ isForEach: true }, {}],
    expanded("a0", 1),
    started("a0[0]"),
    completed("a0[0]", "a"),
    completed("a0"),
    started("a1"),
    failed("a1"),
  );
  expect(state.actions[0]).toMatchObject({ status: "completed", output: ["a"] });
  expect(state).toMatchObject({ fans: 0, open: 1 });
});

it("expands a for_each anew when what it reads is made anew", () => {
  const { state } = retried(
    [{ compensates: true }, { isForEach: true, compensates: true, waits_for: [{ action: 0, on: null }] }],
    started("a0"),
    completed("a0"),
    expanded("a1", 2),
    started("a1[0]"),
    completed("a1[0]"),
    started("a1[1]"),
    failed("a1[1]"),
    failed("a1"),
    undoing("a1[0]"),
    undone("a1[0]"),
    undoing("a0"),
    undone("a0"),
  );
  expect(state.actions[1]).toMatchObject({ status: "pending", items: null, unmet: 1, generation: 2 });
  expect(state).toMatchObject({ fans: 0, open: 2 });
});

it("cleans up anew, as another piece of work", () => {
  const { state } = retried(
    [{}, { stage: "cleanup" }, { stage: "cleanup", isForEach: true }, { stage: "cleanup" }],
    started("a0"),
    failed("a0"),
    started("a1"),
    completed("a1", "out"),
    expanded("a2", 0),
    completed("a2"),
    skipped("a3"),
  );
  expect(state.actions[1]).toMatchObject({ status: "pending", generation: 1, attempts: 0, output: null });
  expect(state.actions[2]).toMatchObject({ status: "pending", generation: 1, items: null });
  expect(state.actions[3]).toMatchObject({ status: "pending", generation: 0 });
  expect(state.open).toBe(1);
});

it("takes up a completed for_each of which one item was undone and another could not be", () => {
  const { state } = retried(
    [{ isForEach: true, compensates: true }, {}],
    expanded("a0", 2),
    started("a0[0]"),
    completed("a0[0]"),
    started("a0[1]"),
    completed("a0[1]"),
    completed("a0"),
    started("a1"),
    failed("a1"),
    undoing("a0[1]"),
    notUndone("a0[1]"),
    undoing("a0[0]"),
    undone("a0[0]"),
  );
  expect(state.actions[0]?.items).toMatchObject({ open: 1 });
  expect(state.actions[0]?.items?.units.map(({ status }) => status)).toEqual(["pending", "completed"]);
  expect(state.compensable).toEqual([{ action: 0, index: 1 }]);
});

it("forgets the items of a for_each that begins anew, and no other unit, among what can be undone", () => {
  const { state } = retried(
    [
      { compensates: true },
      { isForEach: true, compensates: true, waits_for: [{ action: 0, on: null }] },
      { compensates: true },
    ],
    started("a0"),
    completed("a0"),
    started("a2"),
    completed("a2"),
    expanded("a1", 2),
    started("a1[0]"),
    completed("a1[0]"),
    started("a1[1]"),
    failed("a1[1]"),
    failed("a1"),
    undoing("a1[0]"),
    notUndone("a1[0]"),
    undoing("a2"),
    notUndone("a2"),
    undoing("a0"),
    undone("a0"),
  );
  expect(state.actions[1]).toMatchObject({ status: "pending", items: null });
  expect(state.compensable).toEqual([{ action: 2 }]);
});

it("keeps a for_each that completed, also when what it read is made anew", () => {
  const { state } = retried(
    [{ compensates: true }, { isForEach: true, waits_for: [{ action: 0, on: null }] }, {}],
    started("a0"),
    completed("a0"),
    expanded("a1", 1),
    started("a1[0]"),
    completed("a1[0]", "kept"),
    completed("a1"),
    started("a2"),
    failed("a2"),
    undoing("a0"),
    undone("a0"),
  );
  expect(state.actions[1]).toMatchObject({ status: "completed", output: ["kept"] });
});
