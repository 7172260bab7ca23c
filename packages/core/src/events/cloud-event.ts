import type { CloudEvent, JournalEntry, LoggedEvent, ExecutionRow } from "../ports";

/** What every event type of Tutti begins with. */
export const TYPE_PREFIX = "tutti.";

/** The type of an entry's event. */
export function eventTypeOf({ type }: Pick<JournalEntry, "type">): string {
  return `${TYPE_PREFIX}${type}`;
}

/** A journal entry as a CloudEvent. */
export function toCloudEvent(
  entry: JournalEntry,
  row: Pick<ExecutionRow, "workflow_id" | "correlation_id">,
): CloudEvent {
  const { execution_id, sequence, time, data } = entry;
  const subject = data.action_id;
  return {
    specversion: "1.0",
    id: `${execution_id}:${sequence}`,
    source: `/workflows/${row.workflow_id}/executions/${execution_id}`,
    type: eventTypeOf(entry),
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

/** An event of the log as a CloudEvent, with its position. */
export function fromLog(logged: LoggedEvent): CloudEvent {
  const { position } = logged;
  const event = "event" in logged ? logged.event : toCloudEvent(logged.entry, logged.row);
  return { ...event, position };
}
