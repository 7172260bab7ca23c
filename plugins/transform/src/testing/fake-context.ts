import type { ActionContext, Logger } from "@tutti/core";

/** The time of {@link fakeContext}'s clock: 2026-11-22T12:00:00Z, a Sunday. */
export const NOW = Date.UTC(2026, 10, 22, 12);

const noLog = (): void => {};
const logger: Logger = { debug: noLog, info: noLog, warn: noLog, error: noLog, child: () => logger };

/** A context for unit tests, with a clock that stands still at {@link NOW}. */
export function fakeContext(overrides: Partial<ActionContext> = {}): ActionContext {
  return {
    executionId: "execution-1",
    workflowId: "workflow-1",
    actionId: "change",
    attempt: 1,
    idempotencyKey: "key-1",
    correlationId: "correlation-1",
    userId: "test_user",
    signal: new AbortController().signal,
    logger,
    clock: { now: () => NOW, monotonic: () => 0 },
    secrets: { get: (name) => Promise.resolve(`secret of ${name}`) },
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    heartbeat: () => Promise.resolve(),
    emit: () => {},
    ...overrides,
  };
}
