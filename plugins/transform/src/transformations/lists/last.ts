import { list } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** The last item; null for an empty list. */
export const last = defineTransformation({
  name: "last",
  description: "Takes the last item of a list; an empty list gives null.",
  input: list,
  examples: [
    { input: ["a", "b"], result: "b" },
    { input: [], result: null },
  ],
  run: (input) => input.at(-1) ?? null,
});
