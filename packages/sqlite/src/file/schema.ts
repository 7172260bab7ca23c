import { ACCESS_TABLES } from "../access/schema";
import { EVENT_TABLES } from "../events/schema";

/** Marks a file as one of ours, in SQLite's header: "TUTT". */
export const APPLICATION_ID = 0x54_55_54_54;

/** One step from a format to the next. */
export type Migration = string;

/**
 * The first format.
 *
 * - `journal` has one row per commit, not per entry: its `entries` are one JSON text. Rows stand in the
 *   order of the commits, so a transaction fills few pages however many executions are in it. The index
 *   has the sequence of the newest entry, so the end of a journal and "everything from here on" are one seek.
 * - Executions have a number besides their id, in the order in which they came, which the journal's rows
 *   and all indexes use: it is short, and new rows go to the right edge of their trees.
 * - Every index over `status` lists the newest first within each status: a list is a merge of at most
 *   seven ordered runs. `workflow_id` and `created_by` at the end of an index let a combined filter
 *   decide without reading the row; SQLite then only sorts what was created in the same ms.
 * - Workflows, creators and pairs of both are in indexes as numbers: see `executions/list-keys.ts`.
 * - An execution that nobody gave a correlation id has its own as such. It is found by its id, so it is
 *   left out of that index, the largest.
 * - `workflows_with_triggers` is what every start reads.
 * - `executions_by_end` begins with the unfinished ones (NULL), oldest first; then the ended, in order.
 */
const FIRST: Migration = `
  CREATE TABLE executions (
    execution INTEGER PRIMARY KEY,
    execution_id TEXT NOT NULL UNIQUE,
    workflow_id TEXT NOT NULL,
    workflow_revision INTEGER NOT NULL,
    workflow_name TEXT NOT NULL,
    status TEXT NOT NULL,
    created_by TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    parent_execution_id TEXT,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    completed_at INTEGER,
    error TEXT,
    wakes_at INTEGER,
    sequence INTEGER NOT NULL,
    idempotency_key TEXT,
    workflow_key INTEGER NOT NULL,
    creator_key INTEGER NOT NULL,
    pair_key INTEGER NOT NULL
  );
  CREATE INDEX executions_by_status ON executions (status, created_at);
  CREATE INDEX executions_by_workflow ON executions (workflow_key, status, created_at);
  CREATE INDEX executions_by_creator ON executions (creator_key, status, created_at);
  CREATE INDEX executions_by_pair ON executions (pair_key, status, created_at);
  CREATE INDEX executions_by_correlation
    ON executions (correlation_id, status, created_at, workflow_id, created_by)
    WHERE correlation_id <> execution_id;
  CREATE INDEX executions_by_end ON executions (completed_at, created_at);
  CREATE INDEX executions_by_key ON executions (workflow_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
  CREATE INDEX executions_by_parent ON executions (parent_execution_id) WHERE parent_execution_id IS NOT NULL;

  CREATE TABLE journal (
    position INTEGER PRIMARY KEY,
    execution INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    entries TEXT NOT NULL,
    UNIQUE (execution, last_sequence)
  );

  CREATE TABLE workflows (
    workflow_id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    created_by TEXT NOT NULL,
    searched TEXT NOT NULL,
    has_triggers INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX workflows_by_time ON workflows (deleted, created_at, workflow_id);
  CREATE INDEX workflows_with_triggers ON workflows (created_at, workflow_id) WHERE has_triggers = 1 AND deleted = 0;

  CREATE TABLE revisions (
    workflow_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    status TEXT NOT NULL,
    definition TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_by TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    trigger_positions TEXT,
    UNIQUE (workflow_id, revision)
  );

  CREATE TABLE scratch (id INTEGER PRIMARY KEY, filling BLOB NOT NULL);
  ${EVENT_TABLES}
`;

/**
 * What triggers remember.
 *
 * - `schedules` has one row per workflow with schedules: they are read and written together.
 * - `event_marks` is read by its key, and forgotten by time.
 */
const TRIGGERS: Migration = `
  CREATE TABLE schedules (workflow_id TEXT PRIMARY KEY, records TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE event_marks (
    workflow_id TEXT NOT NULL,
    trigger_index INTEGER NOT NULL,
    source TEXT NOT NULL,
    event_id TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (workflow_id, trigger_index, source, event_id)
  ) WITHOUT ROWID;
  CREATE INDEX event_marks_by_time ON event_marks (time);
`;

/** All steps in order: the first makes format 1 out of an empty file. A step is never changed once released. */
export const MIGRATIONS: readonly Migration[] = [FIRST, TRIGGERS, ACCESS_TABLES];
