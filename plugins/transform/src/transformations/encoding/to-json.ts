import { z } from "zod";
import { anything } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** Writes JSON. */
export const toJson = defineTransformation({
  name: "to_json",
  description: "Writes a value as JSON text.",
  input: anything,
  options: z.object({
    indent: z
      .int()
      .min(0)
      .max(10)
      .default(0)
      .describe("Spaces per level; 0 writes everything into one line."),
  }),
  examples: [
    { input: { name: "Ada", tags: ["a"] }, result: '{"name":"Ada","tags":["a"]}' },
    { input: { name: "Ada" }, options: { indent: 2 }, result: '{\n  "name": "Ada"\n}' },
  ],
  run: (input, { indent }) => JSON.stringify(input, null, indent),
});
