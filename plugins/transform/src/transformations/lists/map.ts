import { z } from "zod";
import { list } from "../../inputs";
import { itemExpressionOption } from "../../options";
import { defineTransformation } from "../../transformation";
import { evaluateEach } from "./each";

/** A new list of what an expression makes of each item. */
export const map = defineTransformation({
  name: "map",
  description: "Makes a new list by evaluating an expression for each item; no value gives null.",
  input: list,
  options: z.object({
    expression: itemExpressionOption(
      "JSONata. The item's fields are names, and $ is the whole item: price * 2, or $ * 2.",
    ),
  }),
  examples: [
    { input: [{ name: "Ada" }, { name: "Carl" }], options: { expression: "name" }, result: ["Ada", "Carl"] },
    { input: [1, 2], options: { expression: '{ "double": $ * 2 }' }, result: [{ double: 2 }, { double: 4 }] },
  ],
  run: (input, options, context) => evaluateEach(input, options.expression, context),
});
