import type { Json } from "@tutti/core";
import type { TransformationContext } from "../../transformation";
import { keyedBy } from "./each";

/**
 * The items for which an expression is true.
 *
 * @example
 * await matching([{ age: 36 }, { age: 12 }], "age >= 18", context); // [{ age: 36 }]
 */
export async function matching(
  items: readonly Json[],
  expression: string,
  context: TransformationContext,
): Promise<Json[]> {
  const kept: Json[] = [];
  for (const { item, value } of await keyedBy(items, expression, context)) {
    if (await isTrue(value, context)) kept.push(item);
  }
  return kept;
}

/** JSONata's own idea of true: empty text, 0, an empty list or object, null and no value are false. */
async function isTrue(value: Json, context: TransformationContext): Promise<boolean> {
  return typeof value === "boolean" ? value : (await context.evaluate("$boolean($)", value)) === true;
}
