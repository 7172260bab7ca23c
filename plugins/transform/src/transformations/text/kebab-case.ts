import { kebabCase as toKebabCase } from "es-toolkit/string";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** Names in kebab-case; punctuation falls away. */
export const kebabCase = defineTransformation({
  name: "kebab_case",
  description: "Makes a name in kebab-case of the words of a text; punctuation falls away.",
  input: text,
  examples: [{ input: "Hello World, again", result: "hello-world-again" }],
  // Composed first: a letter and its mark in two characters would count as the end of a word.
  run: (input) => toKebabCase(input.normalize("NFC")),
});
