import { z } from "zod";
import { defineTransformation } from "../../transformation";

const part = z.union(
  [z.string(), z.number(), z.boolean(), z.null()],
  "must be text, a number, true, false or null",
);

/** Joins a list into text; null counts as empty text, as in templates. */
export const join = defineTransformation({
  name: "join",
  description: "Joins a list of texts, numbers and booleans into one text; null counts as empty text.",
  input: z.array(part).describe("a list of texts"),
  options: z.object({ separator: z.string().default(",").describe("What to put between the items.") }),
  examples: [
    { input: ["a", "b", "c"], result: "a,b,c" },
    { input: ["total", 3], options: { separator: ": " }, result: "total: 3" },
  ],
  run: (input, { separator }) => input.map((item) => (item === null ? "" : String(item))).join(separator),
});
