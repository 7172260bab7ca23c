import { z } from "zod";
import { defineTransformation } from "../../transformation";
import { date, dateOptions, readDate } from "./date-options";

/** Writes a date as people read it. */
export const formatDate = defineTransformation({
  name: "format_date",
  description: "Writes a date in a format, a language and a time zone.",
  input: date,
  options: dateOptions.extend({
    format: z
      .string()
      .min(1, "must not be empty")
      .optional()
      .describe(
        "Tokens of Luxon (https://moment.github.io/luxon/#/formatting), such as d MMMM yyyy. Default: ISO 8601.",
      ),
  }),
  examples: [
    {
      input: "2026-12-24T17:30:00Z",
      options: { format: "cccc, d. MMMM yyyy, HH:mm", timezone: "Europe/Berlin", locale: "de" },
      result: "Donnerstag, 24. Dezember 2026, 18:30",
    },
    { input: 0, options: { format: "yyyy-MM-dd" }, result: "1970-01-01" },
  ],
  run(input, options, context) {
    const read = readDate(input, options, context);
    return options.format === undefined ? read.toISO() : read.toFormat(options.format);
  },
});
