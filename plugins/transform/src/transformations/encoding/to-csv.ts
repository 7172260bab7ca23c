import type { Json, JsonObject } from "@tutti/core";
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { list, object } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { delimiterOption } from "./csv-options";

/** Writes CSV as RFC 4180 describes it, with a header for objects. */
export const toCsv = defineTransformation({
  name: "to_csv",
  description: "Writes a list of objects, or of lists, as CSV text. Objects and lists inside become JSON.",
  input: z.union([z.array(object), z.array(list)]).describe("a list of objects, or a list of lists"),
  options: z.object({
    delimiter: delimiterOption,
    columns: z
      .array(z.string())
      .min(1, "must name at least one field")
      .optional()
      .describe("The fields to write, in this order, of objects. Default: all, in order of appearance."),
    header: z.boolean().default(true).describe("Write the names of the fields of objects as the first line."),
    line_ending: z.enum(["lf", "crlf"]).default("lf").describe("What ends each line."),
    escape_formulas: z
      .boolean()
      .default(false)
      .describe("Put a ' before values that a spreadsheet would run as a formula."),
  }),
  examples: [
    {
      input: [
        { name: "Ada", born: 1815 },
        { name: "Carl, F.", city: "Göttingen" },
      ],
      result: 'name,born,city\nAda,1815,\n"Carl, F.",,Göttingen\n',
    },
    {
      input: [
        [1, true],
        [2, null],
      ],
      options: { delimiter: ";" },
      result: "1;true\n2;\n",
    },
  ],
  run(input, { columns, header, delimiter, line_ending, escape_formulas }) {
    return stringify(isLists(input) ? input : table(input, { columns, header }), {
      delimiter,
      escape_formulas,
      record_delimiter: line_ending === "lf" ? "\n" : "\r\n",
      cast: { boolean: String },
    });
  },
});

function isLists(input: JsonObject[] | Json[][]): input is Json[][] {
  return Array.isArray(input[0]);
}

/** Objects as rows of values: read by name, as csv-stringify would take "a.b" for a path. */
function table(
  objects: readonly JsonObject[],
  { columns, header }: { columns: readonly string[] | undefined; header: boolean },
): Json[][] {
  const names = columns ?? [...new Set(objects.flatMap((one) => Object.keys(one)))];
  const rows = objects.map((one) => {
    const fields = new Map(Object.entries(one));
    return names.map((name) => fields.get(name) ?? null);
  });
  return header && names.length > 0 ? [[...names], ...rows] : rows;
}
