import type { Json } from "@tutti/core";
import { z } from "zod";
import { describeValue } from "../../describe";
import { itemExpressionOption } from "../../options";
import type { TransformationContext } from "../../transformation";
import { keyedBy } from "./each";

/** The option of the transformations that compute one value of a list. */
export const byOption = z.object({
  by: itemExpressionOption(
    "JSONata for the value of an item, such as price * quantity. Default: the item itself.",
  ).optional(),
});

/**
 * The numbers of a list, or those that an expression gives for its items.
 *
 * Throws `INVALID_INPUT` that names the first item without a number.
 *
 * @example
 * await numbersBy([{ price: 2 }], "price", context); // [2]
 */
export async function numbersBy(
  items: readonly Json[],
  by: string | undefined,
  context: TransformationContext,
): Promise<number[]> {
  const keyed = await keyedBy(items, by, context);
  return keyed.map(({ value, index }) => {
    if (typeof value === "number") return value;
    throw context.invalidInput({
      problem: `wants numbers, item [${index}] gives ${describeValue(value)}`,
      fix: 'Name the number with the option "by", such as by: "price" or by: "$number(price)".',
    });
  });
}
