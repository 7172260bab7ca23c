import { z } from "zod";
import { number } from "../../inputs";
import { defineTransformation } from "../../transformation";

const MODES = {
  half_expand: "halfExpand",
  half_even: "halfEven",
  ceil: "ceil",
  floor: "floor",
  trunc: "trunc",
} as const;

/** Rounds the decimal number that a reader sees: 1.005 to two decimals is 1.01. */
export const round = defineTransformation({
  name: "round",
  description: "Rounds a number to a number of decimals, as the number is written: 1.005 gives 1.01.",
  input: number,
  options: z.object({
    decimals: z.int().min(0).max(20).default(0).describe("How many decimals to keep."),
    mode: z
      .enum(["half_expand", "half_even", "ceil", "floor", "trunc"])
      .default("half_expand")
      .describe(
        "half_expand: halves away from zero; half_even: halves to the even digit; ceil, floor: up, down; trunc: cut.",
      ),
  }),
  examples: [
    { input: 1.005, options: { decimals: 2 }, result: 1.01 },
    { input: 2.5, options: { mode: "half_even" }, result: 2 },
    { input: -1.5, result: -2 },
  ],
  run(input, { decimals, mode }) {
    const format = new Intl.NumberFormat("en-US", {
      maximumFractionDigits: decimals,
      roundingMode: MODES[mode],
      useGrouping: false,
    });
    // As text, because a number would be taken at its binary value, and 1.005 is a little less than that.
    return Number(format.format(`${input}` as Intl.StringNumericLiteral)) + 0;
  },
});
