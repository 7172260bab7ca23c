import type { LogRecord } from "../run/log-record";
import { painter } from "../terminal/style";
import { symbolsFor } from "../terminal/symbols";
import { logLines } from "./log-lines";

const symbols = symbolsFor({ env: {} }, "linux");

function show(record: Partial<LogRecord>): string {
  const whole = {
    level: "info" as const,
    message: "",
    executionId: undefined,
    actionId: "notify",
    attempt: 1,
    isItem: false,
    fields: {},
  };
  return logLines({ ...whole, ...record }, symbols)
    .map(painter(false))
    .join("\n");
}

test("a message, with who says it on each line", () => {
  expect(show({ message: "one\ntwo\u001b[1m\n" })).toBe(String.raw`notify │ one${"\n"}notify │ two\u001b[1m`);
  expect(show({ message: "hi", fields: { subject: "Greeting", priority: "normal" } })).toBe(
    "notify │ Greeting\nnotify │ hi",
  );
});

test("a warning and an error show what comes with them", () => {
  const self: Record<string, unknown> = {};
  self.self = self;
  expect(show({ level: "warn", message: "slow", fields: { ms: 12n, at: "x\ny" } })).toBe(
    "notify ▲ slow\nnotify ▲ ms: 12n\nnotify ▲ at: x\\ny",
  );
  expect(show({ level: "error", message: "broken", fields: { self }, actionId: undefined })).toBe(
    "tutti ✖ broken\ntutti ✖ self: <ref *1> { self: [Circular *1] }",
  );
});
