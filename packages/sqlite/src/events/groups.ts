import type { DeadLetter, DeadLetterQuery, GroupChange, GroupRecord } from "@tutti/core/runtime";
import type { Connection, Statement } from "../file/driver";
import { transaction } from "../file/file";
import { toCell } from "../file/text";

/** Consumer groups: how far they have come, and their dead letters. */
export class GroupTable {
  private readonly statements: ReturnType<typeof prepare>;

  constructor(private readonly db: Connection) {
    this.statements = prepare(db);
  }

  get(group: string): GroupRecord | undefined {
    const found = this.statements.get.get(toCell(group)) as { position: number } | undefined;
    return found === undefined ? undefined : { group, position: found.position };
  }

  save({ group, position, keep = [], forget = [] }: GroupChange): void {
    const name = toCell(group);
    transaction(this.db, () => {
      this.statements.save.run(name, position);
      for (const letter of keep)
        this.statements.keep.run(name, letter.position, Number(letter.is_due), JSON.stringify(letter));
      for (const place of forget) this.statements.forget.run(name, place);
    });
  }

  forget(group: string): void {
    const name = toCell(group);
    transaction(this.db, () => {
      this.statements.forgetGroup.run(name);
      this.statements.forgetLetters.run(name);
    });
  }

  deadLetters({ group, limit, after = 0, isDue = false }: DeadLetterQuery): readonly DeadLetter[] {
    const rows = this.statements.letters.all(toCell(group), after, Number(isDue), limit);
    return Array.from(rows, ({ letter }) => JSON.parse(String(letter)) as DeadLetter);
  }
}

function prepare(db: Connection) {
  const statement = (sql: string): Statement => db.prepare(sql);
  return {
    get: statement("SELECT position FROM consumer_groups WHERE name = ?"),
    save: statement("INSERT OR REPLACE INTO consumer_groups (name, position) VALUES (?, ?)"),
    keep: statement(
      "INSERT OR REPLACE INTO dead_letters (group_name, position, is_due, letter) VALUES (?, ?, ?, ?)",
    ),
    forget: statement("DELETE FROM dead_letters WHERE group_name = ? AND position = ?"),
    forgetGroup: statement("DELETE FROM consumer_groups WHERE name = ?"),
    forgetLetters: statement("DELETE FROM dead_letters WHERE group_name = ?"),
    letters: statement(
      `SELECT letter FROM dead_letters WHERE group_name = ? AND position > ? AND is_due >= ?
       ORDER BY position LIMIT ?`,
    ),
  };
}
