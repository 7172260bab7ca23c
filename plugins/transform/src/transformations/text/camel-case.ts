import { camelCase as toCamelCase } from "es-toolkit/string";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** Names in camelCase; punctuation falls away. */
export const camelCase = defineTransformation({
  name: "camel_case",
  description: "Makes a name in camelCase of the words of a text; punctuation falls away.",
  input: text,
  examples: [{ input: "Hello World, again", result: "helloWorldAgain" }],
  // Composed first: a letter and its mark in two characters would count as the end of a word.
  run: (input) => toCamelCase(input.normalize("NFC")),
});
