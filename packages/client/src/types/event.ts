import type { Json } from "./json";

/** Something that happened, as a CloudEvent 1.0. */
export interface CloudEvent {
  readonly specversion: "1.0";
  readonly id: string;
  readonly source: string;
  /** Such as `tutti.action.completed`. */
  readonly type: string;
  /** The action_id, for events of an action. */
  readonly subject?: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly correlationid: string;
  readonly executionid?: string;
  readonly workflowid?: string;
  /** The place in the execution's journal, from 1. */
  readonly sequence?: number;
  /** The place among all events of the server's storage, from 1. */
  readonly position?: number;
  readonly priority?: "low" | "normal" | "high";
  readonly data: Json;
}
