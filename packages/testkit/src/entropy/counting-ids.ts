import type { Ids } from "@tutti/core/runtime";

/**
 * Ids that count: `00000000-0000-7000-8000-000000000001` and so on.
 *
 * @example
 * const ids = countingIds();
 * ids.uuid(); // ends in 1
 */
export function countingIds(): Ids {
  let made = 0;
  return {
    uuid() {
      made += 1;
      return `00000000-0000-7000-8000-${made.toString(16).padStart(12, "0")}`;
    },
  };
}
