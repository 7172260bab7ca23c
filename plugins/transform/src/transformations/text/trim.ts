import { dropRightWhile, dropWhile } from "es-toolkit/array";
import { z } from "zod";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { graphemes } from "./graphemes";

/** Removes white space, or given characters, from the ends. */
export const trim = defineTransformation({
  name: "trim",
  description: "Removes white space, or the given characters, from the ends of a text.",
  input: text,
  options: z.object({
    side: z.enum(["both", "start", "end"]).default("both").describe("Which end to trim."),
    characters: z
      .string()
      .min(1, "must hold at least one character")
      .optional()
      .describe("The characters to remove, in any order. Default: white space."),
  }),
  examples: [
    { input: "  hello \n", result: "hello" },
    { input: "/path/", options: { characters: "/", side: "end" }, result: "/path" },
  ],
  run(input, { side, characters }) {
    const start = side !== "end";
    const end = side !== "start";
    if (characters === undefined) {
      const trimmed = start ? input.trimStart() : input;
      return end ? trimmed.trimEnd() : trimmed;
    }
    const unwanted = new Set(graphemes(characters));
    const isUnwanted = (character: string): boolean => unwanted.has(character);
    const all = [...graphemes(input)];
    const kept = start ? dropWhile(all, isUnwanted) : all;
    return (end ? dropRightWhile(kept, isUnwanted) : kept).join("");
  },
});
