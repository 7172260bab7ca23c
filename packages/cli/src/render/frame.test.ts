import { painter } from "../terminal/style";
import { symbolsFor } from "../terminal/symbols";
import { actions, BEGIN, boardAfter, definition, event } from "../testing/events";
import type { Board } from "./board";
import { frame } from "./frame";

const symbols = symbolsFor({ env: {} }, "linux");

function show(
  board: Board,
  view: { columns?: number; rows?: number; ms?: number; tick?: number } = {},
): string {
  const { columns = 80, rows = 24, ms = 0, tick = 0 } = view;
  return frame(board, { columns, rows, now: BEGIN + ms, tick, symbols })
    .map((line) => painter(false)(line).trimEnd())
    .join("\n");
}

const started = (id: string, ms: number, attempt = 1) =>
  event("action.started", ms, { action_id: id, attempt });
const ended = (id: string, ms: number) => event("action.completed", ms, { action_id: id });
const failed = (id: string, ms: number, data: object) =>
  event("action.failed", ms, {
    action_id: id,
    error: { code: "NO_LUCK", message: "it did\nnot work", action_id: id, attempt: 1 },
    outcome: "fail",
    ...data,
  });

const retry = { max_attempts: 3 };
const workflow = definition({
  name: "Document review",
  defaults: { retry },
  actions: actions("fetch_document", "analyze", "each", "skip", "wait_here", "approve", "flaky", "last"),
  on_failure: actions("tidy"),
});

const board = boardAfter(
  workflow,
  started("fetch_document", 0),
  ended("fetch_document", 120),
  started("analyze", 120),
  failed("analyze", 200, { outcome: "retry", retry_at: BEGIN + 300 }),
  started("analyze", 300, 2),
  event("action.expanded", 120, { action_id: "each", count: 10 }),
  event("item.completed", 130, { action_id: "each", index: 0 }),
  event("action.skipped", 130, { action_id: "skip", reason: "condition" }),
  started("wait_here", 130),
  event("action.waiting", 130, { action_id: "wait_here", wait: { kind: "time", until: BEGIN + 4500 } }),
  started("approve", 130),
  event("action.waiting", 130, { action_id: "approve", wait: { kind: "signal", signal: "yes" } }),
  started("flaky", 130),
  failed("flaky", 140, { outcome: "retry", retry_at: BEGIN + 2400 }),
);

test("a line for each action, as it stands", () => {
  expect(show(board, { ms: 1420, tick: 2, columns: 100 })).toBe(
    [
      "Document review",
      "  ✔ fetch_document 0.12s    notification",
      "  ⠹ analyze        1.30s    notification · attempt 2 of 3 · NO_LUCK: it did\\nnot work",
      "  ⠹ each           1.30s    notification · 1 of 10 items",
      "  ↷ skip                    notification · its condition is false",
      "  ◷ wait_here      1.29s    notification · in 4s",
      "  ◷ approve        1.29s    notification · for the signal yes",
      "  ↻ flaky          1.29s    notification · attempt 2 of 3 · in 1s · NO_LUCK: it did\\nnot work",
      "  ○ last                    notification",
    ].join("\n"),
  );
});

test("a narrow window leaves the types out", () => {
  expect(show(board, { ms: 1420, columns: 59 }).split("\n").slice(0, 4)).toEqual([
    "Document review",
    "  ✔ fetch_document 0.12s",
    "  ⠋ analyze        1.30s    attempt 2 of 3 · NO_LUCK: it did\\nnot work",
    "  ⠋ each           1.30s    1 of 10 items",
  ]);
  expect(show(board, { ms: 1420, columns: 14 }).split("\n").slice(0, 2)).toEqual([
    "Document rev…",
    "  ✔ fetch_d… 0.12s",
  ]);
});

test("too many actions for the window: how many stand where, and what is at work", () => {
  expect(show(board, { ms: 1420, rows: 9 })).toBe(
    [
      "Document review",
      "  1 completed, 1 skipped, 2 running, 1 to be retried, 2 waiting, 1 not started",
      "  ⠋ analyze   1.30s    notification · attempt 2 of 3 · NO_LUCK: it did\\nnot work",
      "  ⠋ each      1.30s    notification · 1 of 10 items",
      "  ◷ wait_here 1.29s    notification · in 4s",
      "  ◷ approve   1.29s    notification · for the signal yes",
      "  ↻ flaky     1.29s    notification · attempt 2 of 3 · in 1s · NO_LUCK: it did\\nnot work",
    ].join("\n"),
  );
});

test("too many at work for the window: some of them, and how many more", () => {
  expect(show(board, { ms: 1420, rows: 6, columns: 100 })).toBe(
    [
      "Document review",
      "  1 completed, 1 skipped, 2 running, 1 to be retried, 2 waiting, 1 not started",
      "  ⠋ analyze 1.30s    notification · attempt 2 of 3 · NO_LUCK: it did\\nnot work",
      "  ⠋ each    1.30s    notification · 1 of 10 items",
      "  … and 3 more at work",
    ].join("\n"),
  );
});

test.each([1, 2, 3, 4, 5, 8, 10, 11])("a frame for %i rows leaves one for the cursor", (rows) => {
  const lines = show(board, { rows }).split("\n").length;
  expect(lines).toBeLessThanOrEqual(Math.max(2, rows - 1));
});

test("what on_failure does shows up when it begins", () => {
  const ending = boardAfter(
    definition({ actions: actions("a"), on_failure: actions("tidy", "tell") }),
    started("a", 0),
    failed("a", 10, {}),
    started("tidy", 10),
  );
  expect(show(ending, { ms: 20 })).toBe(
    [
      "Test",
      "  ✖ a    10ms     notification · NO_LUCK: it did\\nnot work",
      "  ⠋ tidy 10ms     notification",
    ].join("\n"),
  );
});

test("a name from a file can't steer the terminal", () => {
  const named = boardAfter(definition({ name: "a\u001b[2Jb", actions: [] }));
  expect(show(named)).toBe(String.raw`a\u001b[2Jb`);
});
