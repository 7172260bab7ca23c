import { list } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { comparator } from "./compare";
import { extreme } from "./extreme";
import { byOption } from "./numbers";

/** The greatest value; null for an empty list. */
export const max = defineTransformation({
  name: "max",
  description:
    "Finds the greatest number or text (by its characters' codes) of a list; an empty list gives null.",
  input: list,
  options: byOption,
  examples: [
    { input: [3, 1, 2], result: 3 },
    { input: [{ price: 5 }, { price: 7 }], options: { by: "price" }, result: 7 },
    { input: [], result: null },
  ],
  run(input, { by }, context) {
    const compare = comparator();
    return extreme({ items: input, by, compare: (a, b) => compare(b, a) }, context);
  },
});
