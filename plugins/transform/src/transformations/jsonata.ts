import { z } from "zod";
import { anything } from "../inputs";
import { expressionOption } from "../options";
import { defineTransformation } from "../transformation";

/** Whatever else there is to do with data, in the language of the templates. */
export const jsonata = defineTransformation({
  name: "jsonata",
  description:
    "Evaluates a JSONata expression (https://docs.jsonata.org) over the input; no value gives null.",
  input: anything,
  options: z.object({
    expression: expressionOption("JSONata. The input's fields are names, and $ is the whole input."),
  }),
  examples: [
    {
      input: {
        items: [
          { price: 2, quantity: 3 },
          { price: 5, quantity: 1 },
        ],
      },
      options: { expression: "$sum(items.(price * quantity))" },
      result: 11,
    },
    { input: "a1b22", options: { expression: '$replace($, /[0-9]+/, "#")' }, result: "a#b#" },
  ],
  run: async (input, options, context) => (await context.evaluate(options.expression, input)) ?? null,
});
