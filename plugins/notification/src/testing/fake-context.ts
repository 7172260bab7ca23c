import type { ActionContext, Logger } from "@tutti/core";

/** One record that was logged. */
export interface LogRecord {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** The time of {@link fakeContext}'s clock: 2026-11-22T12:00:00.500Z. */
export const NOW = Date.UTC(2026, 10, 22, 12, 0, 0, 500);

/** A context for unit tests: a clock that stands still, and a logger that keeps its records. */
export function fakeContext(
  overrides: Partial<ActionContext> = {},
): ActionContext & { readonly records: LogRecord[] } {
  const records: LogRecord[] = [];
  return {
    executionId: "execution-1",
    workflowId: "workflow-1",
    actionId: "notify",
    attempt: 1,
    idempotencyKey: "key-1",
    correlationId: "correlation-1",
    userId: "test_user",
    signal: new AbortController().signal,
    logger: recorder(records),
    clock: { now: () => NOW, monotonic: () => 0 },
    secrets: { get: (name) => Promise.resolve(`secret of ${name}`) },
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    heartbeat: () => Promise.resolve(),
    emit: () => {},
    ...overrides,
    records,
  };
}

function recorder(records: LogRecord[]): Logger {
  const at = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    records.push({ level, fields, message });
  };
  const logger = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  return { ...logger, child: () => recorder(records) };
}
