import type { Issue } from "../errors";
import type { Plan } from "../plan";
import type { RunState } from "../run";

/** Where an execution stands, with the plan it follows. */
export interface Snapshot {
  readonly plan: Plan;
  readonly state: RunState;
}

/** A start or a request that was accepted, or everything that is wrong with it. */
export type Accepted =
  | {
      readonly ok: true;
      readonly executionId: string /** Given when it is at hand. */;
      readonly snapshot?: Snapshot;
    }
  | { readonly ok: false; readonly errors: readonly Issue[] };
