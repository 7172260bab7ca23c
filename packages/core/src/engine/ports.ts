import type { Json } from "../json/json";
import type { ActionExecutor } from "../plugin/index";
import type { Plan } from "../plan";
import type { Cipher, Clock, Commit, Ids, Logger, Random, SecretProvider, Storage, Timers } from "../ports";
import type { RunState } from "../run";
import type { ActionInterceptor } from "./interceptors";
import type { Limits } from "./limits";
import type { ScopeSources } from "./scope";
import type { FairSlots } from "./slots";
import type { Snapshot } from "./snapshot";
import type { TraceStarter } from "./telemetry";

/** An event that an action publishes. */
export interface EmittedEvent {
  /** The same for every attempt, so that whoever has seen it knows it again. */
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject?: string;
  readonly correlationId: string;
  readonly executionId: string;
  readonly workflowId: string;
  readonly data: Json;
}

/** Which events an action waits for. */
export interface AwaitedEvents {
  /** A type, or the begin of one with a `*` behind it. */
  readonly type: string;
  /** Null: any. */
  readonly correlationId: string | null;
}

/** The event stream, as actions use it. An event has the shape of CloudEvents. */
export interface EventBus {
  /** Publishes an event; answers it as subscribers see it. */
  publish(event: EmittedEvent): object | Promise<object>;
  /** Calls back for each event that fits, one after the other. Answers the function that ends it. */
  listen(awaited: AwaitedEvents, handler: (event: object) => void | Promise<void>): () => void;
}

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
  readonly events: EventBus;
  /** Told of each commit once it is durable. */
  readonly onCommit: (commit: Commit, execution?: Snapshot) => void;
  /** Gives new executions their trace context; undefined: they have the caller's, or one of their own. */
  readonly startTrace: TraceStarter | undefined;
}

/** What one running execution asks of the engine around it. */
export interface RunHost {
  readonly ports: EnginePorts;
  readonly sources: ScopeSources;
  /** Slots for the actions of the process. */
  readonly slots: FairSlots;
  /** Starts the execution now or when its turn comes. */
  admit(run: LiveRun): void;
  /** An execution is at work now, or no longer. */
  count(executionId: string, isBusy: boolean): void;
  /** The run only waits: its journal is enough to go on with it. */
  rest(run: LiveRun): void;
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
  /** When it has to be taken up at the latest (ms), while it stands still; null: not by itself. */
  readonly wakesAt: number | null;
  /** Makes place: from now on the journal stands for the execution. */
  retire(): void;
}

/** A child execution that a unit waits for. */
export interface ChildRequest {
  readonly executionId: string;
  readonly workflowId: string;
  readonly parameters: Json;
  /** The parent's secrets that the parameters hold. */
  readonly secrets: readonly Json[];
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
