import { createHash } from "node:crypto";
import type { ExecutionRow } from "@tutti/core/runtime";
import type { Cell } from "../file/driver";
import { toCell } from "../file/text";

/** The columns of an execution's row that only indexes are for, in the order of {@link ListKeys.cells}. */
export const KEY_COLUMNS = ["workflow_key", "creator_key", "pair_key"] as const;

/** How many numbers are remembered: as many workflows and creators are seldom at work at once. */
const REMEMBERED = 4096;
const BYTES = 6;

/**
 * Numbers that stand for texts in an index.
 *
 * A workflow's id has 36 characters, and each of its executions is in several indexes: a number of 6 bytes makes them a
 * third as large. It is the beginning of the text's SHA-256. Two texts may have the same number, so a query that seeks
 * by it asks for the text as well.
 */
export class ListKeys {
  private readonly known = new Map<string, number>();

  /** The numbers of an execution's workflow, its creator, and both. */
  cells({ workflow_id, created_by }: Pick<ExecutionRow, "workflow_id" | "created_by">): Cell[] {
    return [this.of(workflow_id), this.of(created_by), this.ofPair(workflow_id, created_by)];
  }

  /** The number of a workflow or a creator. */
  of(text: string): number {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    if (this.known.size >= REMEMBERED) this.known.clear();
    const key = createHash("sha256").update(toCell(text)).digest().readUIntBE(0, BYTES);
    this.known.set(text, key);
    return key;
  }

  /** The number of a workflow and a creator together. */
  ofPair(workflowId: string, creator: string): number {
    return this.of(`${workflowId}\n${creator}`);
  }
}
