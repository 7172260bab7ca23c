import type { Json } from "../json/json";
import type { ExecutionRow, JournalEntry } from "../ports";

/** An event as the world sees it: CloudEvents 1.0, with what Tutti adds as extension attributes. */
export interface CloudEvent {
  readonly specversion: "1.0";
  /** Unique: the execution's id and the sequence, or a UUID for an event of the caller's own. */
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
  readonly data: Json;
}

/** What every event type of Tutti begins with. */
const TYPE_PREFIX = "tutti.";

/** A journal entry as a CloudEvent. */
export function toCloudEvent(
  entry: JournalEntry,
  row: Pick<ExecutionRow, "workflow_id" | "correlation_id">,
): CloudEvent {
  const { execution_id, sequence, time, type, data } = entry;
  const subject = data.action_id;
  return {
    specversion: "1.0",
    id: `${execution_id}:${sequence}`,
    source: `/workflows/${row.workflow_id}/executions/${execution_id}`,
    type: `${TYPE_PREFIX}${type}`,
    ...(typeof subject === "string" ? { subject } : {}),
    time: new Date(time).toISOString(),
    datacontenttype: "application/json",
    correlationid: row.correlation_id,
    executionid: execution_id,
    workflowid: row.workflow_id,
    sequence,
    data,
  };
}
