/**
 * The API keys of a server, and its audit log.
 *
 * - `api_keys` is small and read by its key.
 * - `audit` grows at its right edge. What is in it can't be changed, which the trigger sees to; what is old can be
 *   deleted.
 */
export const ACCESS_TABLES = `
  CREATE TABLE api_keys (
    key_id TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    record TEXT NOT NULL,
    last_used_at INTEGER
  ) WITHOUT ROWID;

  CREATE TABLE audit (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    user TEXT,
    action TEXT NOT NULL,
    entry TEXT NOT NULL
  );
  CREATE INDEX audit_by_time ON audit (time);
  CREATE INDEX audit_by_user ON audit (user, position) WHERE user IS NOT NULL;
  CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'entries of the audit log are never changed');
  END;
`;
