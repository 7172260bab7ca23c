import { z } from "zod";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { graphemes } from "./graphemes";

/** Splits text into a list; empty text gives the empty list, as there is nothing to split. */
export const split = defineTransformation({
  name: "split",
  description: "Splits text into a list of texts.",
  input: text,
  options: z.object({
    separator: z.string().default(",").describe('What stands between the items; "" splits into characters.'),
    trim: z.boolean().default(false).describe("Remove white space from the ends of each item."),
    omit_empty: z.boolean().default(false).describe("Leave out items that are empty (after trimming)."),
  }),
  examples: [
    { input: "a,b,,c", result: ["a", "b", "", "c"] },
    { input: "a; b; ;", options: { separator: ";", trim: true, omit_empty: true }, result: ["a", "b"] },
    { input: "", result: [] },
  ],
  run(input, { separator, trim, omit_empty }) {
    if (input === "") return [];
    const parts = separator === "" ? [...graphemes(input)] : input.split(separator);
    const items = trim ? parts.map((part) => part.trim()) : parts;
    return omit_empty ? items.filter((item) => item !== "") : items;
  },
});
