import type { Json } from "../json/json";

/** How urgent an event is: metadata for whoever receives it. Delivery keeps the order of the events. */
export type EventPriority = "low" | "normal" | "high";

/** An event as the world sees it: CloudEvents 1.0, with what Tutti adds as extension attributes. */
export interface CloudEvent {
  readonly specversion: "1.0";
  /** Unique: the execution's id and the sequence, or what the publisher gave, else a UUID. */
  readonly id: string;
  /** Who says it: `/workflows/{id}/executions/{id}`, or what the caller named. */
  readonly source: string;
  /** Such as `tutti.action.completed`. */
  readonly type: string;
  /** The action_id, for events of an action. */
  readonly subject?: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly datacontenttype: "application/json";
  /** Groups what belongs together, across executions. */
  readonly correlationid: string;
  readonly executionid?: string;
  readonly workflowid?: string;
  /** The place in the execution's journal, from 1. */
  readonly sequence?: number;
  /** The place among all events of the storage, from 1: there in events that were read from its log. */
  readonly position?: number;
  /** What the publisher gave. */
  readonly priority?: EventPriority;
  readonly data: Json;
}
