import { ActionError, describe } from "../errors";
import type { TimerHandle } from "../ports";
import type { UnitAt } from "../run";

/** One attempt that is going on: its signal, its timers, and the one time it may answer. */
export class Attempt {
  private controller: AbortController | undefined;
  private reason: unknown;
  private timeout: TimerHandle | undefined;
  private isSettled = false;
  /** True once the execution, not the attempt's own timeout, has stopped it. */
  isStopped = false;

  constructor(
    readonly at: UnitAt,
    readonly number: number,
  ) {}

  /** Aborts on cancel, timeout and stop. Made when first asked for: most actions never look. */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.reason !== undefined) this.controller.abort(this.reason);
    }
    return this.controller.signal;
  }

  /** True until the attempt has answered or was given up. */
  get isOpen(): boolean {
    return !this.isSettled;
  }

  /** Takes back what the given timer would do, once the attempt ends. */
  keepTimer(timer: TimerHandle): void {
    this.timeout?.cancel();
    this.timeout = timer;
  }

  /** Aborts the signal. */
  abort(reason: unknown): void {
    this.reason ??= reason;
    this.controller?.abort(reason);
  }

  /** Ends the attempt; false when it had ended before, and then its answer comes too late. */
  settle(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    this.timeout?.cancel();
    return true;
  }
}

/** Why an attempt is aborted that ran too long. */
export function timeoutError(actionId: string, ms: number): ActionError {
  const { message } = describe("ACTION_TIMEOUT", { action_id: actionId, seconds: ms / 1000 });
  return new ActionError({ code: "ACTION_TIMEOUT", message });
}

/** Why an attempt is aborted whose execution ends. */
export function stopError(actionId: string): ActionError {
  const message = `Action "${actionId}" was stopped because its execution ends.`;
  return new ActionError({ code: "ACTION_STOPPED", message, retryable: false });
}
