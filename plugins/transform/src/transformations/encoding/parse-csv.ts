import { parse } from "csv-parse/sync";
import { zip } from "es-toolkit/array";
import { z } from "zod";
import { preview } from "../../describe";
import { text } from "../../inputs";
import { firstRepeated } from "../../names";
import { defineTransformation, type TransformationContext } from "../../transformation";
import { delimiterOption } from "./csv-options";
import { reasonOf } from "../../reason";

/** Reads CSV as RFC 4180 describes it; every value is text. */
export const parseCsv = defineTransformation({
  name: "parse_csv",
  description: "Reads CSV text; every value stays text.",
  input: text,
  options: z.object({
    delimiter: delimiterOption,
    header: z
      .boolean()
      .default(true)
      .describe("The first line holds names: each line gives an object. False: each line gives a list."),
    trim: z.boolean().default(false).describe("Remove white space around values."),
  }),
  examples: [
    {
      input: 'name,city\nAda,London\n"Gauß, Carl",Göttingen\n',
      result: [
        { name: "Ada", city: "London" },
        { name: "Gauß, Carl", city: "Göttingen" },
      ],
    },
    {
      input: "1;2\n3;4",
      options: { delimiter: ";", header: false },
      result: [
        ["1", "2"],
        ["3", "4"],
      ],
    },
    { input: "", result: [] },
  ],
  run(input, { delimiter, header, trim }, context) {
    const [names, ...lines] = records(input, { delimiter, trim }, context);
    if (names === undefined) return [];
    if (!header) return [names, ...lines];
    checkHeader(names, context);
    return lines.map((values) => Object.fromEntries(zip(names, values)));
  },
});

function records(
  input: string,
  options: { delimiter: string; trim: boolean },
  context: TransformationContext,
): string[][] {
  try {
    return parse(input, { ...options, bom: true, skip_empty_lines: true });
  } catch (error) {
    const fix =
      "Put values that hold a quote, the delimiter or a line break into double quotes, double the quotes " +
      "inside them, and give every line as many values as the first.";
    throw context.invalidInput({ problem: `wants CSV: ${reasonOf(error)}`, fix, cause: error });
  }
}

function checkHeader(names: readonly string[], context: TransformationContext): void {
  const twice = firstRepeated(names);
  if (twice === undefined) return;
  throw context.invalidInput({
    problem: `two columns of the header (line 1) are named ${preview(twice)}`,
    fix: "Rename one of the columns, or set header: false to get lists.",
  });
}
