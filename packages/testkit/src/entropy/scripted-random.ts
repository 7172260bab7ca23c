import type { Random } from "@tutti/core/runtime";

/**
 * Randomness without chance: gives the numbers in turn, and the last one for ever; 0.5 without any.
 *
 * @example
 * const random = scriptedRandom(0.25, 0.5);
 */
export function scriptedRandom(...numbers: readonly number[]): Random {
  let drawn = 0;
  return { next: () => numbers[Math.min(drawn++, numbers.length - 1)] ?? 0.5 };
}
