import { z } from "zod";
import { list } from "../../inputs";
import { itemExpressionOption } from "../../options";
import { defineTransformation } from "../../transformation";
import { matching } from "./matching";

/** The items for which an expression is true. */
export const filter = defineTransformation({
  name: "filter",
  description: "Keeps the items of a list for which an expression is true.",
  input: list,
  options: z.object({
    expression: itemExpressionOption(
      "JSONata. The item's fields are names, and $ is the whole item: age >= 18, or $ > 5.",
    ),
  }),
  examples: [
    {
      input: [
        { name: "Ada", age: 36 },
        { name: "Bob", age: 12 },
      ],
      options: { expression: "age >= 18" },
      result: [{ name: "Ada", age: 36 }],
    },
    { input: [3, 8, 5], options: { expression: "$ > 4" }, result: [8, 5] },
  ],
  run: (input, options, context) => matching(input, options.expression, context),
});
