import {
  EXECUTION_STATUSES,
  type ExecutionQuery,
  type ExecutionRow,
  type Page,
  parseCursor,
  toCursor,
  type UnfinishedPart,
  unknownCursor,
} from "@tutti/core/runtime";
import type { Cell, Connection, Statement } from "../file/driver";
import { fromCell, toCell } from "../file/text";
import { ListKeys } from "./list-keys";
import { fromStored, ROW_COLUMNS, type StoredRow } from "./rows";

/** Columns that a list can be filtered by. */
const FILTERED = ["correlation_id", "workflow_id", "created_by"] as const;

/** A list's query in SQL, with its values by name. */
export interface ListQuery {
  readonly sql: string;
  readonly values: Record<string, Cell>;
}

/** What an index is sought by, with its values by name: what has to be equal. */
interface Seek {
  readonly index: string;
  readonly conditions: readonly string[];
  readonly values: Record<string, Cell>;
}

/**
 * The SQL of a list. Each index holds the newest first *within a status*, so there is one ordered run
 * per status, and SQLite merges the runs as far as the page reaches: nothing is sorted, and nothing
 * that lies behind the page is read.
 */
export function listQuery(query: ExecutionQuery, keys: ListKeys): ListQuery {
  const seek = seekOf(query, keys);
  const seen = query.cursor === undefined ? undefined : placeOf(query.cursor);
  const { conditions, values } = filters(query, seen);
  const statuses = EXECUTION_STATUSES.filter((status) => query.status?.includes(status) ?? true);
  const runs = statuses.map(
    (status) =>
      `SELECT ${ROW_COLUMNS} FROM executions INDEXED BY ${seek.index} ` +
      `WHERE ${[`status = '${status}'`, ...seek.conditions, ...conditions].join(" AND ")}`,
  );
  // A group's first execution, whose id is the group's, is not in the index.
  if (query.correlation_id !== undefined && runs.length > 0)
    runs.push(
      `SELECT ${ROW_COLUMNS} FROM executions WHERE execution_id = $correlation_id ` +
        `AND ${[`status IN ('${statuses.join("', '")}')`, ...conditions].join(" AND ")}`,
    );
  const sql = `${runs.join("\nUNION ALL\n")}\nORDER BY created_at DESC, execution DESC LIMIT $limit`;
  const given = { ...values, ...seek.values, $limit: query.limit + 1 };
  return { sql: runs.length === 0 ? "" : sql, values: given };
}

/** A group is small, so it goes first; then a workflow and a creator, who may have little in common. */
function seekOf({ correlation_id, workflow_id, created_by }: ExecutionQuery, keys: ListKeys): Seek {
  if (correlation_id !== undefined)
    return {
      index: "executions_by_correlation",
      conditions: ["correlation_id <> execution_id"],
      values: {},
    };
  if (workflow_id !== undefined && created_by !== undefined)
    return byKey("executions_by_pair", "pair_key", keys.ofPair(workflow_id, created_by));
  if (workflow_id !== undefined) return byKey("executions_by_workflow", "workflow_key", keys.of(workflow_id));
  if (created_by !== undefined) return byKey("executions_by_creator", "creator_key", keys.of(created_by));
  return { index: "executions_by_status", conditions: [], values: {} };
}

function byKey(index: string, column: string, key: number): Seek {
  return { index, conditions: [`${column} = $${column}`], values: { [`$${column}`]: key } };
}

function filters(
  query: ExecutionQuery,
  seen: Place | undefined,
): { conditions: string[]; values: Record<string, Cell> } {
  const conditions: string[] = [];
  const values: Record<string, Cell> = {};
  const add = (condition: string, given: Record<string, Cell>): void => {
    conditions.push(condition);
    Object.assign(values, given);
  };
  for (const column of FILTERED) {
    const wanted = query[column];
    if (wanted !== undefined) add(`${column} = $${column}`, { [`$${column}`]: toCell(wanted) });
  }
  if (query.since !== undefined) add("created_at >= $since", { $since: query.since });
  // One upper bound, the lower of the two: with both, SQLite might seek by the wrong one.
  if (seen !== undefined && seen.at < (query.until ?? Number.POSITIVE_INFINITY))
    add("(created_at, execution) < ($at, $execution)", { $at: seen.at, $execution: seen.execution });
  else if (query.until !== undefined) add("created_at < $until", { $until: query.until });
  return { conditions, values };
}

/** Executions are numbered as they come, which sorts those of the same ms. */
interface Place {
  readonly at: number;
  readonly execution: number;
}

function placeOf(cursor: string): Place {
  const { at, id } = parseCursor(cursor);
  if (!/^\d{1,15}$/.test(id)) throw unknownCursor(cursor);
  return { at, execution: Number(id) };
}

/** How many prepared lists are kept. Each combination of filters is a statement of its own. */
const PREPARED = 64;

/** SQLite takes a negative limit for none. */
const EVERYTHING: UnfinishedPart = { limit: -1 };

/** Lists executions. */
export class ExecutionList {
  private readonly prepared = new Map<string, Statement>();
  private readonly keys = new ListKeys();

  constructor(private readonly db: Connection) {}

  /** A page, newest first. Throws `INVALID_OPTIONS` for what was never a cursor. */
  page(query: ExecutionQuery): Page<ExecutionRow> {
    const { sql, values } = listQuery(query, this.keys);
    if (sql === "") return { rows: [], next_cursor: null };
    const found = this.rows(sql, values);
    const rows = found.slice(0, query.limit);
    const last = rows.at(-1);
    const hasMore = found.length > query.limit && last !== undefined;
    const next_cursor = hasMore ? toCursor({ at: last.created_at, id: String(last.execution) }) : null;
    return { rows: rows.map(fromStored), next_cursor };
  }

  /** The executions that have not ended, oldest first. */
  unfinished({ after, limit }: UnfinishedPart = EVERYTHING): readonly ExecutionRow[] {
    // One that is gone since was the last of its ms, as far as anybody can tell.
    const sql = `SELECT ${ROW_COLUMNS} FROM executions INDEXED BY executions_by_end
      WHERE completed_at IS NULL AND (created_at, execution) >
        ($time, ifnull((SELECT execution FROM executions WHERE execution_id = $id), $last))
      ORDER BY created_at, execution LIMIT $limit`;
    const { created_at = Number.MIN_SAFE_INTEGER, execution_id = "" } = after ?? {};
    const place = { $time: created_at, $id: toCell(execution_id), $last: Number.MAX_SAFE_INTEGER };
    return this.rows(sql, { ...place, $limit: limit }).map(fromStored);
  }

  get(executionId: string): ExecutionRow | undefined {
    const sql = `SELECT ${ROW_COLUMNS} FROM executions WHERE execution_id = ?`;
    const found = this.prepare(sql).get(toCell(executionId));
    return found === undefined ? undefined : fromStored(found as unknown as StoredRow);
  }

  /** The newest execution that was started for this workflow with this key. */
  findByIdempotencyKey(workflowId: string, key: string): string | undefined {
    const sql = `SELECT execution_id FROM executions INDEXED BY executions_by_key
      WHERE workflow_id = ? AND idempotency_key = ? ORDER BY execution DESC LIMIT 1`;
    const found = this.prepare(sql).get(toCell(workflowId), toCell(key));
    return found === undefined ? undefined : fromCell(String(found["execution_id"]));
  }

  /** A list of this realm: under jest, those of SQLite are of another one. */
  private rows(sql: string, values: Record<string, Cell>): StoredRow[] {
    return Array.from(this.prepare(sql).all(values) as unknown as StoredRow[]);
  }

  private prepare(sql: string): Statement {
    let statement = this.prepared.get(sql);
    if (statement !== undefined) return statement;
    if (this.prepared.size >= PREPARED) this.prepared.clear();
    statement = this.db.prepare(sql);
    this.prepared.set(sql, statement);
    return statement;
  }
}
