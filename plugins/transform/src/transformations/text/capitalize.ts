import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { capitalized, caseOptions } from "./letter-case";

/** The first letter of the whole text in upper case. */
export const capitalize = defineTransformation({
  name: "capitalize",
  description: "Turns the first character into upper case and the others into lower case.",
  input: text,
  options: caseOptions,
  examples: [{ input: "hello WORLD", result: "Hello world" }],
  run: capitalized,
});
