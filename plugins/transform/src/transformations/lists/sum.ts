import { sum as sumOf } from "es-toolkit/math";
import { list } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { byOption, numbersBy } from "./numbers";

/** The sum; 0 for an empty list. */
export const sum = defineTransformation({
  name: "sum",
  description: "Adds the numbers of a list; an empty list gives 0.",
  input: list,
  options: byOption,
  examples: [
    { input: [1, 2, 3.5], result: 6.5 },
    {
      input: [
        { price: 2, quantity: 3 },
        { price: 1, quantity: 4 },
      ],
      options: { by: "price * quantity" },
      result: 10,
    },
    { input: [], result: 0 },
  ],
  run: async (input, { by }, context) => sumOf(await numbersBy(input, by, context)),
});
