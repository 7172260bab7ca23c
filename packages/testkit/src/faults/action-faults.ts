import { ActionError, type ActionCall } from "@tutti/core";
import { type Duration, toMs } from "../clock/duration";
import { wait } from "../mesh/mesh-clock";
import type { Fault } from "./fault";

/** How {@link failAction} fails. */
export interface FailOptions {
  /** So many calls fail, then it works. Default: all of them. */
  readonly times?: number;
  /** What it throws. Default: a retryable `ActionError` with the code `INJECTED_FAULT`. */
  readonly error?: Error;
}

/**
 * The calls of an action fail before it runs.
 *
 * @example
 * createTestOrchestrator({ faults: [failAction("pay", { times: 2 })] });
 */
export function failAction(
  actionId: string,
  { times = Number.POSITIVE_INFINITY, error }: FailOptions = {},
): Fault {
  let left = times;
  return {
    interceptor: () => (call, next) => {
      if (!isOf(actionId, call) || left <= 0) return next(call);
      left -= 1;
      throw error ?? injected(call);
    },
  };
}

/**
 * The calls of an action take longer, by the clock of the test; a timeout or a cancel cuts that off.
 *
 * @example
 * createTestOrchestrator({ faults: [slowAction("pay", "2 min")] });
 */
export function slowAction(actionId: string, duration: Duration): Fault {
  const ms = toMs(duration);
  return {
    interceptor:
      ({ clock }) =>
      async (call, next) => {
        if (isOf(actionId, call)) await wait(clock, ms, call.context.signal);
        return next(call);
      },
  };
}

/**
 * Each call of an action, or of every action, is made twice with the same idempotency key, as after a crash
 * between an effect and its record. The first answer counts.
 *
 * @example
 * createTestOrchestrator({ faults: [duplicateDelivery("pay")] });
 */
export function duplicateDelivery(actionId?: string): Fault {
  return {
    interceptor: () => async (call, next) => {
      const first = await next(call);
      if (actionId === undefined || isOf(actionId, call)) await next(call);
      return first;
    },
  };
}

function isOf(actionId: string, { context }: ActionCall): boolean {
  return context.actionId === actionId;
}

function injected({ context: { actionId, attempt } }: ActionCall): ActionError {
  const message = `The test lets attempt ${attempt} of "${actionId}" fail.`;
  return new ActionError({ code: "INJECTED_FAULT", message, retryable: true });
}
