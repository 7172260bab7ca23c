import { list } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** The first item; null for an empty list. */
export const first = defineTransformation({
  name: "first",
  description: "Takes the first item of a list; an empty list gives null.",
  input: list,
  examples: [
    { input: ["a", "b"], result: "a" },
    { input: [], result: null },
  ],
  run: (input) => input[0] ?? null,
});
