import { painter } from "../terminal/style";
import { symbolsFor } from "../terminal/symbols";
import { actions, BEGIN, definition, event } from "../testing/events";
import { applyEvent, newBoard } from "./board";
import { eventLines } from "./event-lines";

const symbols = symbolsFor({ env: {} }, "linux");
const ERROR = { code: "NO_LUCK", message: "it did not work.", action_id: "a", attempt: 1 };

/** The lines of all events, one after the other. */
function tell(workflow: object, ...events: Parameters<typeof event>[]): string {
  const board = newBoard(definition(workflow));
  const lines = events.flatMap((parts) => {
    const one = event(...parts);
    applyEvent(board, one);
    return eventLines(one, board, symbols);
  });
  return lines.map(painter(false)).join("\n");
}

test("a run that has a bit of everything", () => {
  const told = tell(
    { name: "Nightly\u0007", actions: actions("a", "b", "c", "d") },
    ["execution.created", 0, { parent: null }],
    ["execution.started", 0],
    ["action.started", 0, { action_id: "a", attempt: 1 }],
    ["action.completed", 120, { action_id: "a" }],
    ["action.skipped", 120, { action_id: "b", reason: "condition" }],
    ["action.expanded", 120, { action_id: "c", count: 2 }],
    ["item.started", 121, { action_id: "c", index: 0, attempt: 1 }],
    ["item.failed", 122, { action_id: "c", index: 0, error: ERROR, outcome: "retry" }],
    ["item.completed", 130, { action_id: "c", index: 1 }],
    ["item.failed", 135, { action_id: "c", index: 0, error: ERROR, outcome: "fail" }],
    ["action.failed", 140, { action_id: "c", attempt: 1, error: ERROR, outcome: "continue" }],
    ["action.started", 150, { action_id: "d", attempt: 1 }],
    ["action.waiting", 150, { action_id: "d", wait: { kind: "signal", signal: "go" } }],
    ["action.waiting", 150, { action_id: "d", wait: { kind: "time", until: BEGIN + 2150 } }],
    ["action.cancelled", 200, { action_id: "d" }],
    ["execution.cancelled", 200],
  );
  expect(told).toBe(
    [
      String.raw`▸ Nightly\u0007`,
      "· a started",
      "✔ a completed 0.12s",
      "↷ b skipped: its condition is false",
      "· c started, 2 items",
      "↻ c[0] failed: NO_LUCK: it did not work.; it is tried again",
      "✖ c[0] failed: NO_LUCK: it did not work.",
      "▲ c failed 20ms: NO_LUCK: it did not work; the workflow goes on",
      "· d started",
      "◷ d waits for the signal go",
      "◷ d waits 2.00s",
      "■ d cancelled 50ms",
    ].join("\n"),
  );
});

test("attempts are counted where there may be several", () => {
  const told = tell(
    { defaults: { retry: { max_attempts: 2 } }, actions: actions("a") },
    ["action.started", 0, { action_id: "a", attempt: 1 }],
    [
      "action.failed",
      10,
      { action_id: "a", attempt: 1, error: ERROR, outcome: "retry", retry_at: BEGIN + 510 },
    ],
    ["action.started", 510, { action_id: "a", attempt: 2 }],
    ["action.failed", 520, { action_id: "a", attempt: 2, error: ERROR, outcome: "fail" }],
  );
  expect(told).toBe(
    [
      "· a started",
      "↻ a failed, attempt 1 of 2: NO_LUCK: it did not work; next attempt in 0.50s",
      "· a started, attempt 2 of 2",
      "✖ a failed 0.52s, attempt 2 of 2: NO_LUCK: it did not work.",
    ].join("\n"),
  );
});

test("what is undone", () => {
  const told = tell(
    { actions: actions("a", "b") },
    ["action.expanded", 0, { action_id: "a", count: 3 }],
    ["item.completed", 1, { action_id: "a", index: 0 }],
    ["action.completed", 5, { action_id: "a" }],
    ["compensation.started", 6, { action_id: "a" }],
    ["compensation.completed", 7, { action_id: "a" }],
    ["compensation.started", 7, { action_id: "b" }],
    ["compensation.failed", 8, { action_id: "b", error: ERROR, outcome: "fail" }],
    ["compensation.failed", 8, { action_id: "b", outcome: "fail" }],
  );
  expect(told).toBe(
    [
      "· a started, 3 items",
      "✔ a completed 5ms, 1 of 3 items",
      "↶ a compensation started",
      "↶ a compensated",
      "↶ b compensation started",
      "✖ b compensation failed: NO_LUCK: it did not work.",
      "✖ b compensation failed: no reason given",
    ].join("\n"),
  );
});
