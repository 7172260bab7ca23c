/** The place in a value that JSON can't hold, such as `at` for a `Date` there; undefined: there is none. */
export function notJson(value: unknown, path = "it"): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : path;
  if (typeof value !== "object") return path;
  if (Array.isArray(value)) return firstOf(value.map((part, index) => notJson(part, `${path}[${index}]`)));
  if (!isPlain(value)) return path;
  // A key without a value is left out.
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return firstOf(entries.map(([key, part]) => notJson(part, `${path}.${key}`)));
}

function firstOf(places: readonly (string | undefined)[]): string | undefined {
  return places.find((place) => place !== undefined);
}

/** Objects of another realm count as well, and so do those without a prototype. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
