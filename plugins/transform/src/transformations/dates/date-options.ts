import type { DateTime } from "luxon";
import { z } from "zod";
import { describeValue } from "../../describe";
import { luxon } from "../../luxon";
import { localeOption, timezoneOption } from "../../options";
import { reasonOf } from "../../reason";
import type { TransformationContext } from "../../transformation";

/** What the transformations of dates read. */
export const date = z
  .union([z.string(), z.number()])
  .describe("a date as ISO 8601 text, as text in from_format, as ms since 1970 (a number), or the text now");

/** The options of how a date is read and shown. */
export const dateOptions = z.object({
  from_format: z
    .string()
    .min(1, "must not be empty")
    .optional()
    .describe("How the input is written, in tokens of Luxon such as dd.MM.yyyy. Default: ISO 8601."),
  timezone: timezoneOption(
    "The zone of the result, and of an input that names none. IANA, such as Europe/Berlin.",
  ).default("UTC"),
  locale: localeOption("The language of names of months and days, such as de.").default("en-US"),
});

type DateOptions = z.output<typeof dateOptions>;

/**
 * Reads a date and puts it into the zone and the language of the options.
 *
 * Throws `INVALID_INPUT` when the input is no date, or not in `from_format`.
 *
 * @example
 * readDate("24.12.2026", { from_format: "dd.MM.yyyy", timezone: "UTC", locale: "de" }, context);
 */
export function readDate(
  input: string | number,
  options: DateOptions,
  context: TransformationContext,
): DateTime<true> {
  const read = atTime(context.clock.now(), () => parse(input, options));
  if (read.isValid) return read as DateTime<true>;
  // Of a text that can't be read, Luxon only says so, and repeats it whole.
  const reason =
    read.invalidReason === "unparsable" ? "" : ` (${read.invalidExplanation ?? read.invalidReason})`;
  throw context.invalidInput({
    problem: `wants a date, got ${describeValue(input)}${reason}`,
    fix:
      options.from_format === undefined
        ? "Give ISO 8601 such as 2026-12-31T09:00:00Z, or say how it is written with from_format."
        : `Correct the input or from_format (${options.from_format}).`,
  });
}

function parse(input: string | number, { from_format, timezone: zone, locale }: DateOptions): DateTime {
  const options = { zone, locale };
  const { DateTime } = luxon();
  if (input === "now") return DateTime.now().setZone(zone).setLocale(locale);
  if (from_format !== undefined) return fromFormat(String(input), from_format, options);
  return typeof input === "number" ? DateTime.fromMillis(input, options) : DateTime.fromISO(input, options);
}

function fromFormat(input: string, format: string, options: { zone: string; locale: string }): DateTime {
  const { DateTime } = luxon();
  try {
    return DateTime.fromFormat(input, format, options);
  } catch (error) {
    // Luxon throws where the tokens contradict each other, such as a week beside a month.
    return DateTime.invalid("contradiction", reasonOf(error));
  }
}

/** Runs with a given time as now. Luxon has one clock for all, so it is put back before anyone else runs. */
function atTime<T>(now: number, work: () => T): T {
  const { Settings } = luxon();
  const before = Settings.now;
  Settings.now = () => now;
  try {
    return work();
  } finally {
    Settings.now = before;
  }
}
