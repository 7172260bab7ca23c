import type { DeadLetter, DeadLetterQuery, GroupChange, GroupRecord } from "../ports";

/** Consumer groups: how far they have come, and their dead letters. */
export class MemoryGroups {
  private readonly groups = new Map<string, { position: number; letters: Map<number, DeadLetter> }>();

  get(group: string): GroupRecord | undefined {
    const found = this.groups.get(group);
    return found === undefined ? undefined : { group, position: found.position };
  }

  save({ group, position, keep = [], forget = [] }: GroupChange): void {
    const letters = this.groups.get(group)?.letters ?? new Map<number, DeadLetter>();
    for (const letter of keep) letters.set(letter.position, letter);
    for (const place of forget) letters.delete(place);
    this.groups.set(group, { position, letters });
  }

  forget(group: string): void {
    this.groups.delete(group);
  }

  /** Up to this position every group has handled everything; Infinity: there is none. */
  get handledUpTo(): number {
    let slowest = Number.POSITIVE_INFINITY;
    for (const { position } of this.groups.values()) slowest = Math.min(slowest, position);
    return slowest;
  }

  deadLetters({ group, limit, after = 0, isDue }: DeadLetterQuery): readonly DeadLetter[] {
    const letters = [...(this.groups.get(group)?.letters.values() ?? [])];
    return letters
      .filter((one) => one.position > after && (isDue !== true || one.is_due))
      .toSorted((a, b) => a.position - b.position)
      .slice(0, limit);
  }
}
