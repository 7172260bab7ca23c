import type { Json } from "@tutti/core";
import { z } from "zod";
import { isDuration } from "../../clock/duration";

/** A text that is not empty. */
export const text = z.string().min(1);

/** Any JSON value. */
export const json = z.unknown() as unknown as z.ZodType<Json, Json>;

/** A map from names to JSON values. */
export const jsonMap = z.record(z.string(), json);

/** A stretch of virtual time: ms, or a text such as `90 s`. */
export const duration = z
  .union([z.number(), z.string()])
  .refine(isDuration, { error: 'expected a duration such as 500 (ms), "90 s", "1 day" or "1 h 30 min"' });

/** How often. */
export const count = z.int().min(0);

/** An error that a mocked action or a fault throws. */
export const thrown = z
  .strictObject({
    code: text.default("MOCKED_FAILURE").describe("The error's code."),
    message: text.default("The test lets it fail.").describe("What is wrong, for people."),
    retryable: z.boolean().default(true).describe("Is it worth another attempt?"),
    details: json.exactOptional().describe("More about it, as JSON."),
  })
  .meta({ id: "Thrown", description: "An error that is thrown." });
