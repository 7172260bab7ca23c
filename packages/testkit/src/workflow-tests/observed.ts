import type { ActionInterceptor, CloudEvent, Execution, Issue } from "@tutti/core";
import type { Activity } from "../clock";
import type { MockCall } from "../mesh";

/** What a test sees of its execution at some moment. */
export interface Observed {
  /** Null when none was started. */
  readonly execution: Execution | null;
  /** Why none was started. */
  readonly refusal: readonly Issue[];
  /** What happened in it. */
  readonly events: readonly CloudEvent[];
  /** The calls that services got. */
  readonly calls: readonly MockCall[];
  /** The configs with which the executors of actions were called, by action_id. */
  readonly configs: ReadonlyMap<string, readonly unknown[]>;
  /** How many executions of the workflow there are. */
  readonly executions: number;
}

/**
 * Lets no virtual time pass while an executor is at work outside, in real time: reads a file, asks a
 * database. One that waits for a mocked service waits for virtual time.
 */
export function outsideInterceptor(activity: Activity): ActionInterceptor {
  return async (call, next) => {
    const done = activity.beginOutside();
    try {
      return await next(call);
    } finally {
      done();
    }
  };
}

/** Notes the configs with which actions are called; compensations are not noted. */
export class CalledConfigs {
  readonly byAction = new Map<string, unknown[]>();

  readonly interceptor: ActionInterceptor = (call, next) => {
    const { actionId } = call.context;
    if (!call.isCompensation)
      this.byAction.set(actionId, [...(this.byAction.get(actionId) ?? []), call.config]);
    return next(call);
  };
}
