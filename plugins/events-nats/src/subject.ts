/**
 * The subject of an event: the prefix and its type. What a subject can't have is replaced by `_`.
 *
 * @example
 * subjectOf("events", "tutti.action.completed"); // "events.tutti.action.completed"
 */
export function subjectOf(prefix: string, type: string): string {
  const words = type.split(".").map((word) => word.replaceAll(/[\s*>\p{Cc}]/gu, "_") || "_");
  return [prefix, ...words].join(".");
}
