import type { ActionContext, Logger } from "@tutti/core";

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** A context as the engine would give it; what a test cares about it overrides. */
export function fakeContext(overrides: Partial<ActionContext> = {}): ActionContext {
  return {
    executionId: "execution-1",
    workflowId: "workflow-1",
    actionId: "call",
    attempt: 1,
    idempotencyKey: "execution-1:call",
    correlationId: "order-42",
    userId: "test_user",
    signal: new AbortController().signal,
    logger: silent,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    secrets: { get: (name) => Promise.reject(new Error(`no secret ${name}`)) },
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    heartbeat: () => Promise.resolve(),
    emit() {},
    ...overrides,
  };
}
