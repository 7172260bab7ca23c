import type { Json } from "@tutti/core";
import type { TransformationContext } from "../../transformation";

/** After so many items other work gets its turn, and a cancelled action stops. */
const ITEMS_PER_TURN = 200;

/** An item, its position, and the value that an expression gives for it. */
export interface Keyed<Value extends Json = Json> {
  readonly item: Json;
  readonly index: number;
  readonly value: Value;
}

/**
 * Evaluates an expression once per item, with the item at its root, also as `$item`, and its position as
 * `$index`; no value counts as null.
 *
 * Rejects with the error of the first item that fails; it names the item.
 *
 * @example
 * await evaluateEach([{ price: 2 }], "price * 2", context); // [4]
 */
export async function evaluateEach(
  items: readonly Json[],
  expression: string,
  context: TransformationContext,
): Promise<Json[]> {
  const values: Json[] = [];
  for (const [index, item] of items.entries()) {
    if (index % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) await context.heartbeat();
    values.push(
      (await context.evaluate(expression, item, { where: `item [${index}]`, variables: { item, index } })) ??
        null,
    );
  }
  return values;
}

/**
 * The items with the values to sort, group or compute by: what `by` gives, or the items themselves.
 *
 * @example
 * await keyedBy([{ age: 36 }], "age", context); // [{ item: { age: 36 }, index: 0, value: 36 }]
 */
export async function keyedBy(
  items: readonly Json[],
  by: string | undefined,
  context: TransformationContext,
): Promise<Keyed[]> {
  const values = by === undefined ? items : await evaluateEach(items, by, context);
  return items.map((item, index) => ({ item, index, value: values[index] ?? null }));
}
