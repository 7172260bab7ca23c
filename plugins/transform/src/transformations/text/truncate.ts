import { z } from "zod";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { graphemes } from "./graphemes";

/** Cuts text to a length in characters as a reader counts them, never inside an emoji. */
export const truncate = defineTransformation({
  name: "truncate",
  description: "Cuts text that is longer than a number of characters, and marks the cut.",
  input: text,
  options: z.object({
    length: z
      .int()
      .min(0)
      .describe("The most characters of the result, with the suffix. An emoji counts as one."),
    suffix: z.string().default("…").describe("What marks the cut."),
  }),
  examples: [
    { input: "The quick brown fox", options: { length: 10 }, result: "The quick…" },
    { input: "short", options: { length: 10 }, result: "short" },
    { input: "The quick brown fox", options: { length: 9, suffix: "" }, result: "The quick" },
  ],
  run(input, { length, suffix }) {
    const start = firstOf(input, length + 1);
    if (start.length <= length) return input;
    const mark = firstOf(suffix, length);
    return [...start.slice(0, length - mark.length), ...mark].join("");
  },
});

function firstOf(source: string, count: number): string[] {
  const characters: string[] = [];
  for (const character of graphemes(source)) {
    if (characters.length === count) break;
    characters.push(character);
  }
  return characters;
}
