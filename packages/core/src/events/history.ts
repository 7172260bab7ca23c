import type {
  CloudEvent,
  EventFilter,
  EventLog,
  ExecutionIndex,
  ExecutionRow,
  Journal,
  Page,
} from "../ports";
import { toCloudEvent } from "./cloud-event";

/** What past events are read from. */
export type HistorySource = Journal & ExecutionIndex & Partial<EventLog>;

/** How many executions are read at a time. */
const PAGE = 500;

/**
 * What has happened to an execution, or under a correlation id, published events included: in the order of
 * time, and each execution's events in the order of their sequence, whatever its clock said.
 */
export async function readHistory(
  source: HistorySource,
  { executionId, correlationId }: EventFilter,
  from: number,
): Promise<CloudEvent[]> {
  const streams: CloudEvent[][] = [];
  for (const row of await rowsOf(source, executionId, correlationId)) {
    const entries = await source.read(row.execution_id, from);
    streams.push(entries.map((entry) => toCloudEvent(entry, row)));
  }
  if (executionId === undefined && correlationId !== undefined)
    streams.push([...((await source.publishedEvents?.(correlationId)) ?? [])]);
  return merge(streams);
}

/** One stream of all of them by time; an event never comes before one of its own stream that it followed. */
function merge(streams: readonly (readonly CloudEvent[])[]): CloudEvent[] {
  if (streams.length === 1) return [...(streams[0] as readonly CloudEvent[])];
  const placed = streams.flatMap((events) => {
    let latest = "";
    return events.map((event) => {
      // ISO 8601 in UTC is ordered as text.
      if (event.time > latest) latest = event.time;
      return { event, latest };
    });
  });
  placed.sort((a, b) => (a.latest < b.latest ? -1 : Number(a.latest > b.latest)));
  return placed.map(({ event }) => event);
}

async function rowsOf(
  source: ExecutionIndex,
  executionId: string | undefined,
  correlationId: string | undefined,
): Promise<ExecutionRow[]> {
  if (executionId !== undefined) {
    const row = await source.getExecution(executionId);
    return row === undefined ? [] : [row];
  }
  const rows: ExecutionRow[] = [];
  let cursor: string | null = null;
  do {
    const query = {
      limit: PAGE,
      correlation_id: correlationId ?? "",
      ...(cursor === null ? {} : { cursor }),
    };
    const found: Page<ExecutionRow> = await source.listExecutions(query);
    rows.push(...found.rows);
    cursor = found.next_cursor;
  } while (cursor !== null);
  return rows.toReversed();
}
