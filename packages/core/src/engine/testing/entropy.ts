import type { Ids, Random } from "../../ports";

/** Ids that count, behind the given number: 00000000-0000-7000-8000-000000000001 and so on. */
export function countingIds(made = 0): Ids {
  return {
    uuid() {
      made += 1;
      return `00000000-0000-7000-8000-${made.toString(16).padStart(12, "0")}`;
    },
  };
}

/** Gives the numbers in turn, and the last one for ever. */
export function scriptedRandom(...numbers: readonly number[]): Random {
  let drawn = 0;
  return { next: () => numbers[Math.min(drawn++, numbers.length - 1)] ?? 0.5 };
}
