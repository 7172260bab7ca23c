import { z } from "zod";
import { list } from "../../inputs";
import { itemExpressionOption } from "../../options";
import { defineTransformation } from "../../transformation";
import { matching } from "./matching";

/** How many items there are, or how many match. */
export const count = defineTransformation({
  name: "count",
  description: "Counts the items of a list, or those for which an expression is true.",
  input: list,
  options: z.object({
    expression: itemExpressionOption(
      "JSONata that is true for the items to count, as for filter. Default: all.",
    ).optional(),
  }),
  examples: [
    { input: ["a", "b"], result: 2 },
    { input: [{ age: 36 }, { age: 12 }], options: { expression: "age >= 18" }, result: 1 },
    { input: [], result: 0 },
  ],
  async run(input, options, context) {
    if (options.expression === undefined) return input.length;
    return (await matching(input, options.expression, context)).length;
  },
});
