import type { ExecutionQuery } from "@tutti/core/runtime";
import type { Connection, Statement } from "../file/driver";
import { toCell } from "../file/text";

/** What a list can be read by: the columns that a query filters by, and the index over each. */
export const LIST_INDEXES = {
  correlation_id: "executions_by_correlation",
  workflow_id: "executions_by_workflow",
  created_by: "executions_by_creator",
} as const;

/** An index that has the newest first within each status. */
export type ListIndex = (typeof LIST_INDEXES)[keyof typeof LIST_INDEXES] | "executions_by_status";

/** So many executions are looked at to learn which of two filters keeps fewer. */
const SAMPLES = 64;
/** So many numbers are tried for them: most may belong to executions that were forgotten. */
const MOST_TRIES = 640;

/** Multiples of it, without their whole parts, spread evenly, whatever pattern there is in the executions. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/**
 * Which index reaches a list's page over the fewest entries.
 *
 * A group is small. A workflow and a creator may both have many executions and hardly one in common: then
 * all entries of one of them are read, so it has to be the one with fewer. Counting them would take as long
 * as reading them, hence the samples; where these can't tell them apart, it makes little difference.
 */
export class IndexChoice {
  private readonly range: Statement;
  private readonly sample: Statement;

  constructor(db: Connection) {
    // Two queries, for each is one seek; both in one would read the whole table.
    this.range = db.prepare(
      "SELECT (SELECT min(execution) FROM executions) AS first, (SELECT max(execution) FROM executions) AS last",
    );
    this.sample = db.prepare(
      `SELECT (workflow_id = $workflow) - (created_by = $creator) AS more
       FROM executions WHERE execution = $execution`,
    );
  }

  /** The index for a list. */
  indexFor({ correlation_id, workflow_id, created_by }: ExecutionQuery): ListIndex {
    if (correlation_id !== undefined) return LIST_INDEXES.correlation_id;
    if (workflow_id !== undefined && created_by !== undefined)
      return this.hasMore(workflow_id, created_by) ? LIST_INDEXES.created_by : LIST_INDEXES.workflow_id;
    if (workflow_id !== undefined) return LIST_INDEXES.workflow_id;
    return created_by === undefined ? "executions_by_status" : LIST_INDEXES.created_by;
  }

  /** Does the workflow have more executions than the creator? */
  private hasMore(workflow: string, creator: string): boolean {
    const values = { $workflow: toCell(workflow), $creator: toCell(creator) };
    let [more, samples] = [0, 0];
    for (const $execution of this.spread()) {
      const found = this.sample.get({ ...values, $execution });
      if (found === undefined) continue;
      more += Number(found["more"]);
      samples += 1;
      if (samples === SAMPLES) break;
    }
    return more > 0;
  }

  /** Numbers of executions from all over the table. */
  private *spread(): Iterable<number> {
    const { first, last } = this.range.get() as { first: number | null; last: number | null };
    if (first === null || last === null) return;
    for (let count = 1; count <= MOST_TRIES; count++)
      yield first + Math.floor((last - first + 1) * ((count * GOLDEN_RATIO) % 1));
  }
}
