import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { capitalized, caseOptions } from "./letter-case";

/** Letters with their marks, digits and the apostrophes between them: "don't" is one word, "jean-luc" two. */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu;

/** Each word with a capital; what stands between words stays. */
export const titleCase = defineTransformation({
  name: "title_case",
  description: "Turns the first letter of each word into upper case and the others into lower case.",
  input: text,
  options: caseOptions,
  examples: [
    { input: "the lord of the RINGS, vol. 1", result: "The Lord Of The Rings, Vol. 1" },
    { input: "jean-luc o'neill", result: "Jean-Luc O'neill" },
  ],
  run: (input, options) => input.replace(WORD, (word) => capitalized(word, options)),
});
