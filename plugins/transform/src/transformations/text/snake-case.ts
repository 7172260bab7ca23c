import { snakeCase as toSnakeCase } from "es-toolkit/string";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** Names in snake_case; punctuation falls away. */
export const snakeCase = defineTransformation({
  name: "snake_case",
  description: "Makes a name in snake_case of the words of a text; punctuation falls away.",
  input: text,
  examples: [{ input: "Hello World, again", result: "hello_world_again" }],
  // Composed first: a letter and its mark in two characters would count as the end of a word.
  run: (input) => toSnakeCase(input.normalize("NFC")),
});
