import { z } from "zod";
import { expressionProblem } from "./expression";
import { luxon } from "./luxon";

/**
 * An option that is a BCP 47 locale which this Node.js knows.
 *
 * @example
 * z.object({ locale: localeOption("The language whose rules apply.").optional() });
 */
export function localeOption(description: string): z.ZodString {
  return z.string().refine(isLocale, "must be a known locale, such as en-US or tr").describe(description);
}

/**
 * An option that is a time zone of the IANA database.
 *
 * Offsets are refused: they know no daylight saving time, and not every Node.js takes them.
 *
 * @example
 * z.object({ timezone: timezoneOption("The zone of the result.").default("UTC") });
 */
export function timezoneOption(description: string): z.ZodString {
  return z
    .string()
    .refine(isTimezone, "must be an IANA time zone, such as Europe/Berlin or UTC")
    .describe(description);
}

/**
 * An option that is a JSONata expression, parsed when the workflow is created. It may use the named
 * `$variables`, besides those that it makes itself.
 *
 * @example
 * z.object({ expression: expressionOption("What to compute.", ["index"]) });
 */
export function expressionOption(description: string, variables: readonly string[] = []): z.ZodString {
  return z
    .string()
    .superRefine((source, check) => {
      const problem = expressionProblem(source, variables);
      if (problem !== undefined)
        check.addIssue({ code: "custom", message: `must be a JSONata expression: ${problem}` });
    })
    .describe(description);
}

/**
 * An option that is a JSONata expression over one item of a list.
 *
 * @example
 * z.object({ by: itemExpressionOption("What to sort by.").optional() });
 */
export function itemExpressionOption(description: string): z.ZodString {
  return expressionOption(description, ["item", "index"]);
}

/**
 * An option that is a list of the names of fields.
 *
 * @example
 * z.object({ fields: fieldNamesOption("The fields to keep.") });
 */
export function fieldNamesOption(description: string): z.ZodArray<z.ZodString> {
  return z.array(z.string()).min(1, "must name at least one field").describe(description);
}

function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

function isTimezone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && luxon().IANAZone.isValidZone(name);
}
