/** What to do with a result, or with what was thrown instead. */
export interface Settle<T> {
  readonly ok: (value: T) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Goes on with a result at once when it is there at once, else when its promise settles. The engine's
 * hot path allocates no promise where an expression is a plain path.
 *
 * `ok` is not guarded: what it throws is a defect of ours and must surface.
 */
export function when<T>(compute: () => T | Promise<T>, { ok, failed }: Settle<T>): void {
  let value: T | Promise<T>;
  try {
    value = compute();
  } catch (error) {
    failed(error);
    return;
  }
  if (isPromiseLike(value)) void value.then(ok, failed);
  else ok(value);
}

/** True for anything that can be awaited, also of another realm. */
export function isPromiseLike<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
