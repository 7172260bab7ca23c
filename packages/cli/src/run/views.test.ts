import { applyEvent, newBoard } from "../render/board";
import { actions, BEGIN, definition, event } from "../testing/events";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { Screen } from "../testing/screen";
import { painter } from "../terminal/style";
import { symbolsFor } from "../terminal/symbols";
import type { LogRecord } from "./log-record";
import { chooseView, liveView, plainView, type RunView, silentView, type Ticker } from "./views";

afterEach(removeWorlds);

const symbols = symbolsFor({ env: {} }, "linux");
const paint = painter(false);
const workflow = definition({ name: "Review", actions: actions("fetch", "tell") });

function record(message: string, level: LogRecord["level"] = "info"): LogRecord {
  return { level, message, executionId: undefined, actionId: "tell", attempt: 1, isItem: false, fields: {} };
}

/** Shows a short execution; `between` is called before each event. */
function play(view: RunView, between: () => void = () => undefined): void {
  const board = newBoard(workflow);
  view.begin(board);
  const events = [
    event("execution.started", 0),
    event("action.started", 0, { action_id: "fetch", attempt: 1 }),
    event("action.completed", 120, { action_id: "fetch" }),
    event("action.started", 120, { action_id: "tell", attempt: 1 }),
  ];
  for (const one of events) {
    between();
    applyEvent(board, one);
    view.onEvent(one);
  }
}

test("a pipe gets a line per event", () => {
  const io = fakeIo();
  const view = plainView({ out: io.stdout, paint, symbols });
  play(view);
  view.onLog(record("hello"));
  view.print("to the console\n");
  view.note("Cancelling");
  view.end();
  expect(io.out).toBe(
    [
      "▸ Review",
      "· fetch started",
      "✔ fetch completed 0.12s",
      "· tell started",
      "tell │ hello",
      "to the console",
      "Cancelling",
      "",
    ].join("\n"),
  );
});

test("silence is broken by warnings, errors and what is asked for only", () => {
  const io = fakeIo();
  const view = silentView({ out: io.stderr, paint, symbols }, io.stdout);
  play(view);
  view.onLog(record("hello"));
  view.onLog(record("slow", "warn"));
  view.note("Cancelling");
  view.print("to the console\n");
  view.end();
  expect(io.err).toBe("tell ▲ slow\nCancelling\n");
  expect(io.out).toBe("to the console\n");
});

/** A clock that tests turn. */
class FakeTicker implements Ticker {
  time = BEGIN;
  callbacks = new Set<() => void>();
  now = (): number => this.time;
  every = (_ms: number, callback: () => void): (() => void) => {
    this.callbacks.add(callback);
    return () => this.callbacks.delete(callback);
  };
  tick(ms: number): void {
    this.time += ms;
    for (const callback of this.callbacks) callback();
  }
}

describe("a terminal", () => {
  test("gets a line per action, rewritten by the clock", () => {
    const screen = new Screen(60, 20);
    const ticker = new FakeTicker();
    const view = liveView({ out: screen, paint, symbols }, ticker);
    const seen: string[] = [];
    play(view, () => {
      ticker.tick(80);
      seen.push(screen.text);
    });
    expect(seen).toEqual([
      "",
      "Review\n  ○ fetch          notification\n  ○ tell           notification",
      "Review\n  ⠸ fetch 0.24s    notification\n  ○ tell           notification",
      "Review\n  ✔ fetch 0.12s    notification\n  ○ tell           notification",
    ]);
    ticker.tick(80);
    view.onLog(record("hello"));
    view.print("to the console\n");
    view.note("Cancelling");
    view.end();
    expect(screen.text.split("\n").slice(0, 4)).toEqual([
      "tell │ hello",
      "to the console",
      "Cancelling",
      "Review",
    ]);
    expect(screen.isCursorShown).toBe(true);
    expect(ticker.callbacks.size).toBe(0);
  });

  test("what is said before the execution begins stays above it", () => {
    const screen = new Screen();
    const view = liveView({ out: screen, paint, symbols }, new FakeTicker());
    view.print("early\n");
    play(view);
    expect(screen.text.split("\n").slice(0, 2)).toEqual(["early", "Review"]);
    view.end();
  });
});

describe("which view it is", () => {
  const choice = { json: false, quiet: false, colors: () => false, symbols };
  const views = (env: Record<string, string>, options: object, isTTY = true) => {
    const screen = new Screen();
    const stdout = isTTY ? screen : { write: (text: string) => screen.write(text) };
    const io = fakeIo({ env, stdout });
    const view = chooseView(io, { ...choice, ...options });
    play(view);
    view.print("printed\n");
    view.end();
    if (screen.written.includes("\u001b[?2026h")) return "live";
    if (screen.written === "") return "nothing";
    return screen.written === "printed\n" ? "silent" : "plain";
  };

  test.each([
    ["live", {}, {}, true],
    ["plain", {}, {}, false],
    ["plain", { TERM: "dumb" }, {}, true],
    ["plain", { CI: "true" }, {}, true],
    ["live", { CI: "" }, {}, true],
    ["silent", {}, { quiet: true }, true],
    ["nothing", {}, { json: true }, true],
  ])("%s with %j and %j, terminal: %s", (expected, env, options, isTTY) => {
    expect(views(env, options, isTTY)).toBe(expected);
  });
});
