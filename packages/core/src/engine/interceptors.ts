import { type ActionContext, type ActionDescriptor, type Token, token } from "../plugin/index";

/** One call of an executor, as interceptors see it. */
export interface ActionCall {
  readonly descriptor: ActionDescriptor;
  /** The config with its templates resolved and checked. */
  readonly config: unknown;
  readonly context: ActionContext;
  /** The execution's own W3C trace context; `context.traceparent` is the attempt's. */
  readonly traceparent: string;
  readonly tracestate?: string | undefined;
  /** Is the call the compensation of `context.actionId`, and not the action itself? */
  readonly isCompensation: boolean;
}

/**
 * Stands around every call of an executor: to measure, to log, to trace, to change a call or its result.
 *
 * - Called when: an attempt of an action, of a `for_each` item or of a compensation runs.
 * - Must: call `next` (once) with the call, and return its result or one that fits the action's output.
 * - May throw: as an executor may.
 *
 * @example
 * const timing: ActionInterceptor = async (call, next) => {
 *   const begun = call.context.clock.monotonic();
 *   try { return await next(call); } finally { record(call.descriptor.type, call.context.clock.monotonic() - begun); }
 * };
 */
export type ActionInterceptor = (call: ActionCall, next: (call: ActionCall) => unknown) => unknown;

/** Extension point: interceptors that plugins bring. They stand inside those of the orchestrator's options. */
export const ACTION_INTERCEPTOR: Token<ActionInterceptor> = token<ActionInterceptor>("action-interceptor");

/** One function out of many: the first interceptor is the outermost. */
export function compose(
  interceptors: readonly ActionInterceptor[],
  innermost: (call: ActionCall) => unknown,
): (call: ActionCall) => unknown {
  return interceptors.reduceRight<(call: ActionCall) => unknown>(
    (next, interceptor) => (call) => interceptor(call, next),
    innermost,
  );
}
