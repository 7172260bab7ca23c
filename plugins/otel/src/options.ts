import { z } from "zod";

/** The longest wait that still leaves the span of an execution open, unless told otherwise. */
const OPEN_WAIT_SECONDS = 60;

/** Checks the options of `otel` and fills in the defaults. */
export const optionsSchema = z
  .strictObject({
    traces: z.boolean().default(true),
    metrics: z.boolean().default(true),
    open_wait_seconds: z.number().nonnegative().default(OPEN_WAIT_SECONDS),
  })
  .prefault({});

/**
 * The options of `otel`.
 *
 * @example
 * otel({ metrics: false, open_wait_seconds: 5 });
 */
export interface OtelOptions {
  /** Make spans? Default true. */
  readonly traces?: boolean | undefined;
  /** Count and measure? Default true. */
  readonly metrics?: boolean | undefined;
  /** How long an execution may wait (s) before its span ends and its next stretch of work gets another. Default 60. */
  readonly open_wait_seconds?: number | undefined;
}

/** The options with their defaults. */
export type CheckedOptions = z.output<typeof optionsSchema>;
