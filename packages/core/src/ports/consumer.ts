import type { CloudEvent } from "./cloud-event";

/** Which events to see; every given condition must hold. */
export interface EventFilter {
  /** Types, with or without `tutti.`; a `*` at the end stands for anything: `action.*`. */
  readonly types?: readonly string[];
  readonly source?: string;
  /** An action_id. */
  readonly subject?: string;
  readonly correlationId?: string;
  readonly executionId?: string;
  readonly workflowId?: string;
}

/** How a consumer group repeats what its handlers could not do. */
export interface GroupRetry {
  /** After so many attempts the event becomes a dead letter. Default 5. */
  readonly maxAttempts?: number;
  /** The longest wait before the second attempt (ms); it doubles with each further one. Default 1000. */
  readonly initialIntervalMs?: number;
  /** No wait is longer than this (ms). Default 60,000. */
  readonly maxIntervalMs?: number;
}

/** How an event came to a handler. */
export interface Delivery {
  /** The consumer group; null: none. */
  readonly group: string | null;
  /** 1 for the first attempt in this process. */
  readonly attempt: number;
  /** It was a dead letter, and somebody asked for it again. */
  readonly isRedelivered: boolean;
}

/** Sees events one after the other; the next one is handed over when the promise of the last has settled. */
export type EventHandler = (event: CloudEvent, delivery: Delivery) => void | Promise<void>;
