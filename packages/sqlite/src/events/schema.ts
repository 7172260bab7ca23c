/**
 * The log of all events, in the first format.
 *
 * - `event_log` has one row per transaction, at the tree's right edge: which journal rows it wrote, as one
 *   JSON list of numbers `[execution, last_sequence, entries, …]`. So a position for every single event
 *   costs one small row per group commit, and nothing per event. The key is the position of the newest
 *   event; `0, position, 1` stands for the row of `published` with this position.
 * - A number of an execution is never given again, or what the log says of a forgotten one would become
 *   true of another: the trigger remembers the newest one that was forgotten.
 */
export const EVENT_TABLES = `
  CREATE TABLE event_log (last_position INTEGER PRIMARY KEY, items TEXT NOT NULL);

  CREATE TABLE forgotten (newest INTEGER NOT NULL);
  INSERT INTO forgotten VALUES (0);
  CREATE TRIGGER executions_forgotten AFTER DELETE ON executions BEGIN
    UPDATE forgotten SET newest = max(newest, old.execution);
  END;

  CREATE TABLE published (
    position INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    event TEXT NOT NULL,
    UNIQUE (source, id)
  );
  CREATE INDEX published_by_correlation ON published (correlation_id, position);

  CREATE TABLE consumer_groups (name TEXT PRIMARY KEY, position INTEGER NOT NULL);
  CREATE TABLE dead_letters (
    group_name TEXT NOT NULL,
    position INTEGER NOT NULL,
    is_due INTEGER NOT NULL,
    letter TEXT NOT NULL,
    PRIMARY KEY (group_name, position)
  ) WITHOUT ROWID;
`;
