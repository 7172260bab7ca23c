import type { Workflow } from "@tutti/core";

/**
 * A whole definition as a change of the current one: what is not in it any more is removed. What is no object at
 * all stays as it is, for the core says what is wrong with it.
 */
export function replacement(current: Workflow, body: unknown): object {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body as object;
  const removed = Object.keys(current).filter((key) => key !== "status" && !Object.hasOwn(body, key));
  return { ...Object.fromEntries(removed.map((key) => [key, null])), ...body };
}
