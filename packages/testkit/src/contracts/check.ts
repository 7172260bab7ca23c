import assert from "node:assert/strict";

/** Asserts that two values are the same JSON: prototypes and keys that are undefined make no difference. */
export function same(actual: unknown, expected: unknown): void {
  assert.deepEqual(plain(actual), plain(expected));
}

/**
 * Asserts that a value has everything that `expected` has; it may have more keys. A regular expression
 * stands for every text it finds.
 */
export function matches(actual: unknown, expected: unknown): void {
  assert.deepEqual(pick(plain(actual), expected), plain(expected));
}

/** Asserts that a text or a list has the part in it. */
export function contains(whole: string | readonly unknown[] | undefined, part: unknown): void {
  assert.ok(whole?.includes(part as string) === true, `${shown(part)} is missing in ${shown(whole)}`);
}

/** Asserts that a text or a list has the part not in it. */
export function lacks(whole: string | readonly unknown[], part: unknown): void {
  assert.ok(!whole.includes(part as string), `${shown(part)} is there in ${shown(whole)}`);
}

/** Asserts that what the action does is refused, at once or by its promise, with an error that {@link matches}. */
export async function refuses(action: () => unknown, expected: object): Promise<void> {
  let outcome: unknown;
  try {
    outcome = await action();
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    matches({ code, message }, expected);
    return;
  }
  assert.fail(`It was not refused with ${shown(expected)}, but answered ${shown(outcome)}.`);
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, plain(part)]));
}

/** As much of the value as `expected` speaks of. */
function pick(value: unknown, expected: unknown): unknown {
  if (expected instanceof RegExp) return typeof value === "string" && expected.test(value) ? expected : value;
  if (Array.isArray(value) && Array.isArray(expected))
    return value.map((part: unknown, index) =>
      index < expected.length ? pick(part, expected[index]) : part,
    );
  if (!isObject(value) || !isObject(expected)) return value;
  const keys = Object.keys(expected).filter((key) => Object.hasOwn(value, key));
  return Object.fromEntries(keys.map((key) => [key, pick(value[key], expected[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof RegExp) && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  return (text ?? String(value)).slice(0, 500);
}
