import { z } from "zod";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** Replaces text literally. For patterns there is the transformation jsonata with its `$replace`. */
export const replace = defineTransformation({
  name: "replace",
  description: "Replaces one text by another, literally; for patterns use jsonata with $replace.",
  input: text,
  options: z.object({
    search: z.string().min(1, "must not be empty").describe("The text to look for."),
    replacement: z.string().default("").describe("What to put in its place."),
    all: z.boolean().default(true).describe("Replace every occurrence, not only the first."),
  }),
  examples: [
    { input: "a-b-c", options: { search: "-", replacement: "+" }, result: "a+b+c" },
    { input: "a-b-c", options: { search: "-", all: false }, result: "ab-c" },
  ],
  run: (input, { search, replacement, all }) =>
    // By a function, because "$&" and the like have a meaning in a replacement text.
    all ? input.replaceAll(search, () => replacement) : input.replace(search, () => replacement),
});
