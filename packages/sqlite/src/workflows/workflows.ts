import { TuttiError } from "@tutti/core";
import {
  parseCursor,
  toCursor,
  type Page,
  type WorkflowQuery,
  type WorkflowRecord,
} from "@tutti/core/runtime";
import type { Cell, Connection, Statement } from "../file/driver";
import { transaction } from "../file/file";
import { fromCell, toCell } from "../file/text";

/** What lists of workflows filter by, without reading the definition. */
interface Searched {
  /** The name and the description, in lower case. */
  readonly text: string;
  readonly tags: readonly unknown[];
}

interface StoredWorkflow {
  readonly workflow_id: string;
  readonly revision: number;
  readonly searched: string;
}

type StoredRevision = Readonly<Record<keyof WorkflowRecord, string>>;

/** What a list goes by. */
const BY_TIME = "workflows_by_time";
const WITH_TRIGGERS = "workflows_with_triggers";

const REVISION_COLUMNS =
  "workflow_id, revision, status, definition, created_by, created_at, updated_by, updated_at, trigger_positions";

/** Workflows and their revisions. `workflows` has one row each: what is listed and searched. */
export class WorkflowTable {
  private readonly statements: ReturnType<typeof prepare>;

  constructor(private readonly db: Connection) {
    this.statements = prepare(db);
  }

  /** Stores a revision. Throws `REVISION_CONFLICT` unless it follows the newest stored one. */
  put(record: WorkflowRecord): void {
    const { newest, insertRevision, putWorkflow } = this.statements;
    const id = toCell(record.workflow_id);
    transaction(this.db, () => {
      const actual = Number(newest.get(id)?.["revision"] ?? 0);
      if (record.revision !== actual + 1) {
        const { workflow_id } = record;
        throw TuttiError.of("REVISION_CONFLICT", { workflow_id, expected: record.revision - 1, actual });
      }
      const { revision, created_at, status, created_by } = record;
      const hasTriggers = Number(listOf(record, "triggers").length > 0);
      insertRevision.run(...revisionCells(record));
      putWorkflow.run(id, revision, created_at, status, toCell(created_by), searched(record), hasTriggers);
    });
  }

  get(workflowId: string, revision?: number): WorkflowRecord | undefined {
    const id = toCell(workflowId);
    if (revision !== undefined) return toRecord(this.statements.revision.get(id, revision));
    const found = this.statements.newest.get(id);
    if (found === undefined || found["deleted"] === 1) return undefined;
    return toRecord(this.statements.revision.get(id, Number(found["revision"])));
  }

  /** Hides the workflow; false when there is none. */
  delete(workflowId: string): boolean {
    const { changes } = transaction(this.db, () => this.statements.hide.run(toCell(workflowId)));
    return Number(changes) > 0;
  }

  /**
   * A page, newest first. Text and tags are compared here, not in SQL, which knows lower case of ASCII
   * only; a store has thousands of workflows, not millions.
   */
  page(query: WorkflowQuery): Page<WorkflowRecord> {
    const { sql, values } = listQuery(query);
    const found: WorkflowRecord[] = [];
    for (const row of this.db.prepare(sql).iterate(values)) {
      const stored = row as unknown as StoredWorkflow;
      if (!matches(JSON.parse(stored.searched) as Searched, query)) continue;
      const record = toRecord(this.statements.revision.get(stored.workflow_id, stored.revision));
      if (record !== undefined) found.push(record);
      if (found.length > query.limit) break;
    }
    const rows = found.slice(0, query.limit);
    const last = rows.at(-1);
    const hasMore = found.length > query.limit && last !== undefined;
    return { rows, next_cursor: hasMore ? toCursor({ at: last.created_at, id: last.workflow_id }) : null };
  }
}

function listQuery(query: WorkflowQuery): { sql: string; values: Record<string, Cell> } {
  const conditions = ["deleted = 0"];
  const values: Record<string, Cell> = {};
  if (query.cursor !== undefined) {
    const { at, id } = parseCursor(query.cursor);
    conditions.push("(created_at, workflow_id) < ($at, $id)");
    Object.assign(values, { $at: at, $id: toCell(id) });
  }
  if (query.status !== undefined) {
    conditions.push("status = $status");
    values["$status"] = query.status;
  }
  if (query.created_by !== undefined) {
    conditions.push("created_by = $created_by");
    values["$created_by"] = toCell(query.created_by);
  }
  if (query.has_triggers === true) conditions.push("has_triggers = 1");
  const index = query.has_triggers === true ? WITH_TRIGGERS : BY_TIME;
  const sql = `SELECT workflow_id, revision, searched FROM workflows INDEXED BY ${index}
    WHERE ${conditions.join(" AND ")} ORDER BY created_at DESC, workflow_id DESC`;
  return { sql, values };
}

function matches({ text, tags }: Searched, query: WorkflowQuery): boolean {
  const isTagged = query.tag === undefined || tags.includes(query.tag);
  return isTagged && text.includes((query.text ?? "").toLowerCase());
}

function searched(record: WorkflowRecord): string {
  const { name, description } = record.definition;
  const text = [name, description].filter((part) => typeof part === "string").join("\n");
  const found: Searched = { text: text.toLowerCase(), tags: listOf(record, "tags") };
  return JSON.stringify(found);
}

/** A list of the definition; empty when it has none. */
function listOf({ definition }: WorkflowRecord, key: "tags" | "triggers"): readonly unknown[] {
  const list = definition[key];
  return Array.isArray(list) ? list : [];
}

function revisionCells(record: WorkflowRecord): Cell[] {
  return [
    toCell(record.workflow_id),
    record.revision,
    record.status,
    JSON.stringify(record.definition),
    toCell(record.created_by),
    record.created_at,
    toCell(record.updated_by),
    record.updated_at,
    record.trigger_positions === undefined ? null : JSON.stringify(record.trigger_positions),
  ];
}

function toRecord(row: Record<string, unknown> | undefined): WorkflowRecord | undefined {
  if (row === undefined) return undefined;
  const stored = row as unknown as StoredRevision;
  const positions = stored.trigger_positions as string | null;
  return {
    workflow_id: fromCell(stored.workflow_id),
    revision: Number(stored.revision),
    status: stored.status as WorkflowRecord["status"],
    definition: JSON.parse(stored.definition) as WorkflowRecord["definition"],
    created_by: fromCell(stored.created_by),
    created_at: Number(stored.created_at),
    updated_by: fromCell(stored.updated_by),
    updated_at: Number(stored.updated_at),
    ...(positions === null ? {} : { trigger_positions: JSON.parse(positions) as number[] }),
  };
}

function prepare(db: Connection) {
  const statement = (sql: string): Statement => db.prepare(sql);
  return {
    newest: statement("SELECT revision, deleted FROM workflows WHERE workflow_id = ?"),
    revision: statement(`SELECT ${REVISION_COLUMNS} FROM revisions WHERE workflow_id = ? AND revision = ?`),
    insertRevision: statement(
      `INSERT INTO revisions (${REVISION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    // A deleted workflow stays hidden, whatever is stored under its id afterwards.
    putWorkflow: statement(
      `INSERT INTO workflows (workflow_id, revision, created_at, status, created_by, searched, has_triggers)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (workflow_id) DO UPDATE SET revision = excluded.revision, created_at = excluded.created_at,
         status = excluded.status, created_by = excluded.created_by, searched = excluded.searched,
         has_triggers = excluded.has_triggers`,
    ),
    hide: statement("UPDATE workflows SET deleted = 1 WHERE workflow_id = ? AND deleted = 0"),
  };
}
