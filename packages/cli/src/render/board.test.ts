import { actions, BEGIN, boardAfter, definition, event } from "../testing/events";
import { countStages, newBoard } from "./board";

const ERROR = { code: "NO", message: "no", action_id: "a", attempt: 1 };

function rowAfter(...events: Parameters<typeof event>[]) {
  const board = boardAfter(definition({ actions: actions("a") }), ...events.map((one) => event(...one)));
  return board.rows.get("a");
}

test("begins with every action that is to do, those of on_failure included", () => {
  const workflow = definition({
    defaults: { retry: { initial_interval_ms: 5 } },
    actions: [...actions("a"), { ...actions("b")[0], retry: { max_attempts: 7 } }],
    on_failure: actions("tidy"),
  });
  const board = newBoard(workflow);
  expect(board).toMatchObject({ name: "Test", status: "pending", startedAt: null, endedAt: null });
  expect([...board.rows.values()].map((row) => [row.id, row.isCleanup, row.maxAttempts, row.stage])).toEqual([
    ["a", false, 3, "pending"],
    ["b", false, 7, "pending"],
    ["tidy", true, 3, "pending"],
  ]);
  expect([...countStages(board)]).toEqual([["pending", 2]]);
  expect(newBoard(definition({ actions: actions("a") })).rows.get("a")?.maxAttempts).toBe(1);
});

test("follows an execution from its start to its end", () => {
  const workflow = definition({ actions: actions("a") });
  expect(boardAfter(workflow)).toMatchObject({ status: "running", startedAt: BEGIN });
  for (const status of ["completed", "failed", "cancelled"]) {
    expect(boardAfter(workflow, event(`execution.${status}`, 9))).toMatchObject({
      status,
      endedAt: BEGIN + 9,
    });
  }
  expect(boardAfter(workflow, event("execution.paused", 9))).toMatchObject({
    status: "paused",
    endedAt: null,
  });
});

test("an action that completes", () => {
  expect(rowAfter(["action.started", 5, { action_id: "a", attempt: 1 }])).toMatchObject({
    stage: "running",
    attempt: 1,
    startedAt: BEGIN + 5,
  });
  expect(
    rowAfter(
      ["action.started", 5, { action_id: "a", attempt: 1 }],
      ["action.completed", 9, { action_id: "a" }],
    ),
  ).toMatchObject({ stage: "completed", startedAt: BEGIN + 5, endedAt: BEGIN + 9 });
});

test("a failed attempt, and the next one, count from the first one's start", () => {
  const start = ["action.started", 5, { action_id: "a", attempt: 1 }] as const;
  const failed = { action_id: "a", attempt: 1, error: ERROR, outcome: "retry", retry_at: BEGIN + 50 };
  const retrying = ["action.failed", 9, failed] as const;
  expect(rowAfter([...start], [...retrying])).toMatchObject({
    stage: "retrying",
    dueAt: BEGIN + 50,
    error: ERROR,
  });
  const again = ["action.started", 50, { action_id: "a", attempt: 2 }] as const;
  expect(rowAfter([...start], [...retrying], [...again])).toMatchObject({
    stage: "running",
    attempt: 2,
    startedAt: BEGIN + 5,
    dueAt: null,
  });
});

test.each([
  ["fail", "failed"],
  ["continue", "tolerated"],
])("the outcome %s of a failure is %s", (outcome, stage) => {
  expect(
    rowAfter(["action.failed", 9, { action_id: "a", error: ERROR, outcome, retry_at: null }]),
  ).toMatchObject({
    stage,
    error: ERROR,
    endedAt: BEGIN + 9,
  });
});

test.each([
  [{ kind: "time", until: BEGIN + 1000 }, "", BEGIN + 1000],
  [{ kind: "signal", signal: "approved" }, "for the signal approved", null],
  [{ kind: "child" }, "for its workflow", null],
])("what it waits for: %j", (wait, note, dueAt) => {
  expect(rowAfter(["action.waiting", 5, { action_id: "a", wait }])).toMatchObject({
    stage: "waiting",
    note,
    dueAt,
  });
});

test.each([
  ["condition", "its condition is false"],
  ["dependency", "what it depends on ended otherwise"],
])("why it was skipped: %s", (reason, note) => {
  expect(rowAfter(["action.skipped", 5, { action_id: "a", reason }])).toMatchObject({
    stage: "skipped",
    note,
  });
});

test("the items of a for_each are counted", () => {
  expect(
    rowAfter(
      ["action.expanded", 5, { action_id: "a", count: 4 }],
      ["item.completed", 6, { action_id: "a", index: 0 }],
      ["item.failed", 7, { action_id: "a", index: 1, error: ERROR, outcome: "retry" }],
      ["item.failed", 8, { action_id: "a", index: 1, error: ERROR, outcome: "fail" }],
    ),
  ).toMatchObject({
    stage: "running",
    attempt: 1,
    items: { total: 4, completed: 1, failed: 1 },
    error: ERROR,
  });
});

test("a compensation that is tried again, and one that fails", () => {
  const completed = ["action.completed", 5, { action_id: "a" }] as const;
  const begun = ["compensation.started", 6, { action_id: "a" }] as const;
  const failed = (outcome: string) =>
    ["compensation.failed", 7, { action_id: "a", error: ERROR, outcome }] as const;
  expect(rowAfter([...completed], [...begun])).toMatchObject({ stage: "compensating", endedAt: BEGIN + 5 });
  expect(rowAfter([...begun], [...failed("retry")])).toMatchObject({ stage: "compensating" });
  expect(rowAfter([...begun], [...failed("fail")])).toMatchObject({ stage: "failed", error: ERROR });
  expect(rowAfter([...begun], ["compensation.completed", 8, { action_id: "a" }])).toMatchObject({
    stage: "compensated",
  });
  expect(rowAfter(["action.cancelled", 8, { action_id: "a" }])).toMatchObject({ stage: "cancelled" });
});

test("events of others change nothing", () => {
  const board = boardAfter(
    definition({ actions: actions("a") }),
    event("action.started", 1, { action_id: "stranger" }),
    event("action.emitted", 2, { action_id: "a" }),
  );
  expect(board.rows.get("a")?.stage).toBe("pending");
  expect(board.rows.size).toBe(1);
});
