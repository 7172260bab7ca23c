import type { EmbeddedEngine, Limits } from "../engine";
import type { EventRouter } from "../events";
import type {
  Clock,
  EventLog,
  ExecutionIndex,
  Logger,
  Random,
  SecretProvider,
  Timers,
  TriggerStore,
  WorkflowStore,
} from "../ports";

/** What triggers need of the outside. */
export interface TriggerPorts {
  readonly storage: TriggerStore & WorkflowStore & ExecutionIndex & Partial<EventLog>;
  readonly engine: Pick<EmbeddedEngine, "start" | "snapshot" | "untilEnded">;
  readonly events: EventRouter;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly logger: Logger;
  readonly limits: Limits;
  /** Asked in order; the first that knows a secret wins. */
  readonly secrets: readonly SecretProvider[];
}

/** A trigger by its place. */
export interface TriggerPlace {
  readonly workflowId: string;
  /** Its place in the definition's `triggers`, from 0. */
  readonly index: number;
}
