import { mean } from "es-toolkit/math";
import { list } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { byOption, numbersBy } from "./numbers";

/** The arithmetic mean; null for an empty list, which has none. */
export const average = defineTransformation({
  name: "average",
  description: "Computes the arithmetic mean of the numbers of a list; an empty list gives null.",
  input: list,
  options: byOption,
  examples: [
    { input: [1, 2, 6], result: 3 },
    { input: [], result: null },
  ],
  async run(input, { by }, context) {
    const numbers = await numbersBy(input, by, context);
    return numbers.length === 0 ? null : mean(numbers);
  },
});
