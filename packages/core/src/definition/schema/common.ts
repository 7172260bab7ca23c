import { z } from "zod";
import type { Json } from "../../json/json";

/** The same data, read-only all the way down. JSON values are read-only already. */
export type Frozen<T> = [Json] extends [T] ? T : FrozenMembers<T>;
type FrozenMembers<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** Any JSON value. What reaches the schema was copied as JSON before, so there is nothing left to check. */
export const json = z.unknown() as unknown as z.ZodType<Json, Json>;

/** A map from names to JSON values. */
export const jsonMap = z.record(z.string(), json);

/** A text that is not empty. */
export const text = z.string().min(1);

/**
 * A text of a given form. `expected` completes the sentence "expected …" in the issue.
 *
 * @example
 * const colour = formatted(/^#[0-9a-f]{6}$/, "a colour such as #00ff00");
 */
export function formatted(pattern: RegExp, expected: string): z.ZodString {
  return z.string().regex(pattern, { error: expected });
}

/**
 * A name that templates can refer to. JSONata reads `true`, `false` and `null` as values; the other
 * reserved names are doors to prototype pollution.
 */
export const identifier = formatted(
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  "a name of letters, digits and _ that does not start with a digit",
).regex(/^(?!(?:__proto__|constructor|prototype|true|false|null)$)/, {
  error: "a name that is not reserved (__proto__, constructor, prototype, true, false, null)",
});

/** 100 years: beyond it, a time in ms would leave the range in which a date is exact. */
const MAX_SECONDS = 100 * 365 * 24 * 3600;
const MAX_MS = MAX_SECONDS * 1000;

/** A time span in seconds. */
export const seconds = z.number().gt(0).max(MAX_SECONDS);

const milliseconds = z.int().min(0).max(MAX_MS);

/** How often and when a failed action is tried again. */
export const retrySchema = z
  .strictObject({
    max_attempts: z
      .int()
      .min(1)
      .exactOptional()
      .describe("How many times the action is tried in all, the first time included; 1 never repeats."),
    initial_interval_ms: milliseconds
      .exactOptional()
      .describe("Milliseconds to wait before the second attempt."),
    backoff_coefficient: z
      .number()
      .min(1)
      .exactOptional()
      .describe("Each wait is the one before times this; 1 keeps the interval constant."),
    max_interval_ms: milliseconds.exactOptional().describe("No wait is longer than this many milliseconds."),
    jitter: z
      .boolean()
      .exactOptional()
      .describe("Full jitter: wait a random time between 0 and the interval. Default true."),
    non_retryable_codes: z
      .array(text)
      .exactOptional()
      .describe("Error codes after which the action is not tried again."),
  })
  .superRefine((retry, context) => {
    const { initial_interval_ms: initial = 0, max_interval_ms: max = MAX_MS } = retry;
    if (initial <= max) return;
    context.addIssue({
      code: "custom",
      path: ["max_interval_ms"],
      input: max,
      message: `at least initial_interval_ms (${initial})`,
    });
  })
  .meta({ id: "Retry", description: "How often and when a failed action is tried again." });

/** How often and when a failed action is tried again. */
export type RetryPolicy = Frozen<z.infer<typeof retrySchema>>;
