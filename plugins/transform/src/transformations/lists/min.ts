import { list } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { comparator } from "./compare";
import { extreme } from "./extreme";
import { byOption } from "./numbers";

/** The smallest value; null for an empty list. */
export const min = defineTransformation({
  name: "min",
  description:
    "Finds the smallest number or text (by its characters' codes) of a list; an empty list gives null.",
  input: list,
  options: byOption,
  examples: [
    { input: [3, 1, 2], result: 1 },
    { input: [{ day: "2026-02-01" }, { day: "2026-01-15" }], options: { by: "day" }, result: "2026-01-15" },
    { input: [], result: null },
  ],
  run: (input, { by }, context) => extreme({ items: input, by, compare: comparator() }, context),
});
