import type { Json } from "../json/json";
import type { ActionExecutor } from "../plugin/index";
import type { Plan } from "../plan";
import type { Cipher, Clock, Commit, Ids, Logger, Random, SecretProvider, Storage, Timers } from "../ports";
import type { RunState } from "../run";
import type { ActionInterceptor } from "./interceptors";
import type { Limits } from "./limits";

/** Everything the engine gets from outside. */
export interface EnginePorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: Ids;
  readonly random: Random;
  readonly logger: Logger;
  readonly cipher: Cipher;
  /** Asked in order; the first that knows a secret wins. */
  readonly secrets: readonly SecretProvider[];
  readonly limits: Limits;
  /** The executor of an action type that a plugin brings. */
  readonly executorOf: (type: string) => ActionExecutor | undefined;
  readonly interceptors: readonly ActionInterceptor[];
  /** Told of each commit once it is durable. */
  readonly onCommit: (commit: Commit) => void;
}

/** What one running execution asks of the engine around it. */
export interface RunHost {
  readonly ports: EnginePorts;
  /** Starts the execution now or when the workflow's concurrency limit lets it. */
  admit(run: LiveRun): void;
  /** Makes sure that a unit's child execution exists, and tells the run how it ended. */
  superviseChild(run: LiveRun, child: ChildRequest): void;
  /** Cancels the child execution of a unit that was cancelled itself. */
  cancelChild(run: LiveRun, executionId: string): void;
  /** The run has ended, and that is durable. */
  ended(run: LiveRun): void;
  /** The run can't go on: its journal took no more. */
  lost(run: LiveRun, error: unknown): void;
}

/** A running execution, as the engine sees it. */
export interface LiveRun {
  readonly plan: Plan;
  readonly state: RunState;
  readonly executionId: string;
  /** Starts the execution, once its turn has come. */
  begin(): void;
}

/** A child execution that a unit waits for. */
export interface ChildRequest {
  readonly executionId: string;
  readonly workflowId: string;
  readonly parameters: Json;
  readonly place: { readonly action_id: string; readonly index?: number; readonly attempt: number };
  /** Does the unit still wait for this child? */
  readonly isWanted: () => boolean;
  /** Told once, when the child has ended. */
  readonly done: (end: ChildEnd) => void;
}

/** How a child execution ended. */
export type ChildEnd =
  | { readonly ok: true; readonly result: Json }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly retryable: boolean };
