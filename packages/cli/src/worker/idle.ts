import type { CloudEvent, WorkflowDefinition } from "@tutti/core";
import type { ExecutionRow, ExecutionStatus, Storage } from "@tutti/core/runtime";
import type { Reading } from "../access/access";

/** What tells whether a store is at rest. */
export interface Rested {
  readonly storage: Pick<Storage, "getWorkflow" | "listExecutions" | "unfinished">;
  readonly reading: Pick<Reading, "pastEvents">;
}

const AT_WORK: readonly ExecutionStatus[] = ["running"];

/**
 * Is there nothing to do any more until somebody asks for something? So it is when no execution is at
 * work or waits for a time: those that are paused, or wait for nothing but signals, are left.
 */
export async function isAtRest(rested: Rested): Promise<boolean> {
  // The usual answer while there is work costs one look into an index.
  const { rows } = await rested.storage.listExecutions({ status: AT_WORK, limit: 1 });
  if (rows.length > 0) return false;
  const unfinished = await rested.storage.unfinished();
  const parents = new Set(unfinished.map((row) => row.parent_execution_id));
  for (const row of unfinished) {
    if (row.status === "waiting" && !(await isLeft(row, parents, rested))) return false;
    if (row.status === "pending" && !(await isBlocked(row, unfinished, rested))) return false;
  }
  return true;
}

/** Does it wait for nothing but signals, or for children, which are looked at themselves? */
async function isLeft(
  { execution_id: id, wakes_at: wakesAt }: ExecutionRow,
  parents: ReadonlySet<string | null>,
  { reading }: Rested,
): Promise<boolean> {
  if (wakesAt === null) return true;
  return parents.has(id) && !hasTimer(await reading.pastEvents(id, 1));
}

interface EventData {
  readonly action_id?: string;
  readonly index?: number;
  readonly deadline?: number | null;
  readonly retry_at?: number | null;
  readonly wait?: { readonly until?: number; readonly expires_at?: number | null };
}

/** Does one of its actions, or the execution, wait for a time? A parent's row says only when to look at its child. */
function hasTimer(events: readonly CloudEvent[]): boolean {
  const waits = new Map<string, boolean>();
  for (const { data, type } of events) {
    const { action_id: id, deadline, index, retry_at: retryAt, wait } = data as EventData;
    if (type === "tutti.execution.started") waits.set("", deadline != null);
    if (id === undefined) continue;
    const due = wait?.until ?? wait?.expires_at ?? retryAt ?? null;
    waits.set(`${id} ${index ?? ""}`, due !== null);
  }
  return [...waits.values()].includes(true);
}

/** Does it wait for its turn behind others of its workflow that are left themselves? */
async function isBlocked(
  row: ExecutionRow,
  unfinished: readonly ExecutionRow[],
  { reading, storage }: Rested,
): Promise<boolean> {
  const record = await storage.getWorkflow(row.workflow_id, row.workflow_revision);
  const { concurrency } = (record?.definition ?? {}) as unknown as Partial<WorkflowDefinition>;
  if (concurrency === undefined) return false;
  const keyOf = async ({ execution_id: id }: ExecutionRow): Promise<unknown> => {
    const [created] = await reading.pastEvents(id, 1);
    return (created?.data as { readonly concurrency_key?: unknown } | undefined)?.concurrency_key;
  };
  const own = await keyOf(row);
  const begun = unfinished.filter((one) => one.workflow_id === row.workflow_id && one.status !== "pending");
  const keys = await Promise.all(begun.map(keyOf));
  return keys.filter((key) => key === own).length >= concurrency.limit;
}

/**
 * Calls back once when a store is at rest. `look` makes it look, now or as soon as the last look has
 * ended; it is called for every event, so it has to cost nothing.
 */
export function restWatch(rested: Rested, onRest: () => void): { readonly look: () => void } {
  let asked = 0;
  let isLooking = false;
  const run = async (): Promise<void> => {
    for (let seen = 0; seen < asked; ) {
      // Events that are on their way already are waited for.
      await new Promise((resolve) => void setImmediate(resolve));
      seen = asked;
      if ((await isAtRest(rested)) && seen === asked) {
        onRest();
        return;
      }
    }
    isLooking = false;
  };
  const look = (): void => {
    asked += 1;
    if (isLooking) return;
    isLooking = true;
    void run();
  };
  return { look };
}
