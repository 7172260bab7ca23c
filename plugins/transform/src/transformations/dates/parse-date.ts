import { defineTransformation } from "../../transformation";
import { date, dateOptions, readDate } from "./date-options";

/** Reads a date in a format and writes it as ISO 8601. */
export const parseDate = defineTransformation({
  name: "parse_date",
  description: "Reads a date and gives it as ISO 8601 text with its offset.",
  input: date,
  options: dateOptions,
  examples: [
    {
      input: "24. Dezember 2026",
      options: { from_format: "d. MMMM yyyy", locale: "de", timezone: "Europe/Berlin" },
      result: "2026-12-24T00:00:00.000+01:00",
    },
    { input: "2026-12-24T18:30:00+01:00", result: "2026-12-24T17:30:00.000Z" },
    { input: 1_700_000_000_000, result: "2023-11-14T22:13:20.000Z" },
  ],
  run: (input, options, context) => readDate(input, options, context).toISO(),
});
