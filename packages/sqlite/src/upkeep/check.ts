import type { JournalEntry } from "@tutti/core/runtime";
import { KEY_COLUMNS, ListKeys } from "../executions/list-keys";
import type { Connection } from "../file/driver";
import { messageOf } from "../file/errors";
import { fromCell } from "../file/text";
import { decodeRows, type JournalRow } from "../journal/entries";
import type { StorageReport } from "../types";

/** Entries after which an execution has ended, and those after which it goes on. */
const ENDS = new Set(["execution.completed", "execution.failed", "execution.cancelled"]);
const BEGINS = new Set(["execution.created", "execution.retried"]);

/** One row of an execution joined with one of its journal. */
interface JoinedRow extends Readonly<Record<(typeof KEY_COLUMNS)[number], number>> {
  readonly execution_id: string;
  readonly workflow_id: string;
  readonly created_by: string;
  readonly sequence: number;
  readonly completed_at: number | null;
  readonly last_sequence: number | null;
  readonly entries: string | null;
}

/** Collects problems; a part that can't be read at all is a problem too. */
class Findings {
  readonly problems: string[] = [];
  readonly keys = new ListKeys();
  executions = 0;
  entries = 0;
  workflows = 0;

  part(name: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.problems.push(`${name}: ${messageOf(error)}`);
    }
  }
}

/** Reads everything and reports what is wrong. */
export function checkStore(db: Connection): StorageReport {
  const findings = new Findings();
  findings.part("The file can't be read", () => checkPages(db, findings));
  findings.part("The journals can't be read", () => checkJournals(db, findings));
  findings.part("The journals can't be read", () => checkOrphans(db, findings));
  findings.part("The workflows can't be read", () => checkWorkflows(db, findings));
  findings.part("The workflows can't be read", () => checkRevisionsInUse(db, findings));
  const { problems, executions, entries, workflows } = findings;
  return { ok: problems.length === 0, problems, executions, entries, workflows };
}

function checkPages(db: Connection, { problems }: Findings): void {
  for (const row of db.prepare("PRAGMA integrity_check").all()) {
    const finding = String(Object.values(row)[0]);
    if (finding !== "ok") problems.push(`The file is damaged: ${finding}.`);
  }
}

function checkJournals(db: Connection, findings: Findings): void {
  const sql = `SELECT execution_id, workflow_id, created_by, ${KEY_COLUMNS.join(", ")}, sequence, completed_at,
      last_sequence, entries
    FROM executions LEFT JOIN journal USING (execution) ORDER BY executions.execution, last_sequence`;
  let group: JoinedRow[] = [];
  for (const found of db.prepare(sql).iterate()) {
    const row = found as unknown as JoinedRow;
    if (group[0] !== undefined && group[0].execution_id !== row.execution_id) {
      checkExecution(group, findings);
      group = [];
    }
    group.push(row);
  }
  checkExecution(group, findings);
}

function checkExecution(rows: readonly JoinedRow[], findings: Findings): void {
  const [row] = rows;
  if (row === undefined) return;
  findings.executions += 1;
  const id = fromCell(row.execution_id);
  const report = (problem: string): void => void findings.problems.push(`Execution ${id}: ${problem}.`);
  if (isMisplaced(row, findings.keys)) report("lists look for it where it is not");
  if (row.last_sequence === null) return report("its journal is missing");
  try {
    const entries = decodeRows(id, rows as readonly JournalRow[]);
    findings.entries += entries.length;
    for (const problem of disagreements(row, entries)) report(problem);
  } catch (error) {
    report(messageOf(error).replace(/\.$/, ""));
  }
}

/** Is the row in the indexes under other numbers than those of its workflow and its creator? */
function isMisplaced(row: JoinedRow, keys: ListKeys): boolean {
  const parts = { workflow_id: fromCell(row.workflow_id), created_by: fromCell(row.created_by) };
  const cells = keys.cells(parts);
  return KEY_COLUMNS.some((column, index) => row[column] !== cells[index]);
}

/** Where an execution's row says something else than its journal. */
function* disagreements(row: JoinedRow, entries: readonly JournalEntry[]): Iterable<string> {
  const isEnded = row.completed_at !== null;
  const last = entries.at(-1)?.sequence ?? 0;
  // The row of an unfinished execution may be older than the newest entry, which changed nothing of it.
  if (last < row.sequence || (isEnded && last !== row.sequence))
    yield `its journal ends at sequence ${last}, but its row at ${row.sequence}`;
  const turn = entries.findLast(({ type }) => ENDS.has(type) || BEGINS.has(type));
  const hasEnded = turn !== undefined && ENDS.has(turn.type);
  if (hasEnded !== isEnded)
    yield `its journal says it ${hasEnded ? "has" : "has not"} ended, its row says otherwise`;
}

function checkOrphans(db: Connection, { problems }: Findings): void {
  const sql = `SELECT DISTINCT execution FROM journal
    WHERE execution NOT IN (SELECT execution FROM executions)`;
  for (const { execution } of db.prepare(sql).all())
    problems.push(`Journal number ${Number(execution)}: its execution is missing.`);
}

function checkWorkflows(db: Connection, findings: Findings): void {
  const sql = `SELECT workflow_id, workflows.revision AS newest, count(revisions.revision) AS count,
      max(revisions.revision) AS last
    FROM workflows LEFT JOIN revisions USING (workflow_id) GROUP BY workflow_id`;
  for (const { workflow_id, newest, count, last } of db.prepare(sql).all()) {
    findings.workflows += 1;
    if (count === newest && last === newest) continue;
    const id = fromCell(String(workflow_id));
    findings.problems.push(`Workflow ${id}: ${Number(count)} of its ${Number(newest)} revisions are there.`);
  }
  for (const { workflow_id, revision } of db
    .prepare("SELECT workflow_id, revision FROM revisions WHERE NOT json_valid(definition)")
    .all())
    findings.problems.push(
      `Workflow ${fromCell(String(workflow_id))}: its revision ${Number(revision)} is no JSON.`,
    );
}

/** Executions are pinned to a revision and can't go on without it. */
function checkRevisionsInUse(db: Connection, { problems }: Findings): void {
  const sql = `SELECT workflow_id, workflow_revision AS revision, count(*) AS count, min(execution_id) AS first
    FROM executions WHERE NOT EXISTS (
      SELECT 1 FROM revisions
      WHERE revisions.workflow_id = executions.workflow_id AND revision = workflow_revision
    ) GROUP BY workflow_id, workflow_revision`;
  for (const { workflow_id, revision, count, first } of db.prepare(sql).all())
    problems.push(
      `Workflow ${fromCell(String(workflow_id))}: revision ${Number(revision)} is missing, ` +
        `which ${Number(count)} executions use, such as ${fromCell(String(first))}.`,
    );
}
