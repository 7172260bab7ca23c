import { partition } from "es-toolkit/array";
import { z } from "zod";
import { list } from "../../inputs";
import { itemExpressionOption, localeOption } from "../../options";
import { defineTransformation } from "../../transformation";
import { comparable, comparator } from "./compare";
import { keyedBy } from "./each";

/** Sorts a list; equal items keep their order, and items without a value come last in either order. */
export const sort = defineTransformation({
  name: "sort",
  description:
    "Sorts a list of numbers or texts, or any list by an expression; items without a value come last.",
  input: list,
  options: z.object({
    by: itemExpressionOption(
      "JSONata for the value to sort by, such as price. Default: the item itself.",
    ).optional(),
    order: z.enum(["asc", "desc"]).default("asc").describe("Smallest or greatest first."),
    locale: localeOption(
      "Sort text as this language does. Default: by the characters' codes, capitals first.",
    ).optional(),
  }),
  examples: [
    { input: [10, 9, 1], result: [1, 9, 10] },
    {
      input: [{ n: "b" }, { n: "c" }, { n: "a" }],
      options: { by: "n", order: "desc" },
      result: [{ n: "c" }, { n: "b" }, { n: "a" }],
    },
    { input: ["z", "ä", "a"], options: { locale: "de" }, result: ["a", "ä", "z"] },
  ],
  async run(input, { by, order, locale }, context) {
    const keyed = await keyedBy(input, by, context);
    const [empty, full] = partition(keyed, ({ value }) => value === null);
    const compare = comparator(locale);
    const sign = order === "asc" ? 1 : -1;
    const sorted = comparable(full, context).toSorted((a, b) => sign * compare(a.value, b.value));
    return [...sorted, ...empty].map(({ item }) => item);
  },
});
