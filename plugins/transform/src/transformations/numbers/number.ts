import { z } from "zod";
import { describeValue } from "../../describe";
import { defineTransformation } from "../../transformation";

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Reads a number, strictly: a value that would lose digits is refused, and so is what is no number. */
export const number = defineTransformation({
  name: "number",
  description: "Reads a decimal number; spaces around it are ignored, anything else is refused.",
  input: z.union([z.string(), z.number()]).describe("text or a number"),
  examples: [
    { input: " 12.50 ", result: 12.5 },
    { input: "-1e3", result: -1000 },
    { input: 7, result: 7 },
  ],
  run(input, _options, context) {
    if (typeof input === "number") return input;
    const text = input.trim();
    if (!DECIMAL.test(text)) {
      const fix = "Write it as 1234.5: with a point, without thousands separators, units or spaces inside.";
      throw context.invalidInput({ problem: `wants a decimal number, got ${describeValue(input)}`, fix });
    }
    const value = Number(text);
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[+-]?\d+$/.test(text)) {
      const fix = "Keep it as text: it is most likely an identifier.";
      throw context.invalidInput({
        problem: `${describeValue(input)} has more digits than a number can hold`,
        fix,
      });
    }
    return value + 0;
  },
});
