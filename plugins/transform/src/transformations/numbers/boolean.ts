import { z } from "zod";
import { describeValue } from "../../describe";
import { defineTransformation } from "../../transformation";

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
]);

/** Reads a truth value, strictly: there is no "truthy". */
export const boolean = defineTransformation({
  name: "boolean",
  description: "Reads true, yes or 1 and false, no or 0 (as text in any case, or as numbers).",
  input: z.union([z.boolean(), z.string(), z.number()]).describe("true, false, text or a number"),
  examples: [
    { input: "Yes", result: true },
    { input: 0, result: false },
    { input: true, result: true },
  ],
  run(input, _options, context) {
    const value = WORDS.get(String(input).trim().toLowerCase());
    if (value !== undefined) return value;
    throw context.invalidInput({
      problem: `wants true, false, yes, no, 1 or 0, got ${describeValue(input)}`,
      fix: 'Compare the value in a template instead: {{status = "active"}}.',
    });
  },
});
