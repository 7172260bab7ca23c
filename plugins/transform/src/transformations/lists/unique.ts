import type { Json } from "@tutti/core";
import { uniqBy } from "es-toolkit/array";
import { sortKeys } from "es-toolkit/object";
import { isPlainObject } from "es-toolkit/predicate";
import { z } from "zod";
import { list } from "../../inputs";
import { itemExpressionOption } from "../../options";
import { defineTransformation } from "../../transformation";
import { keyedBy } from "./each";

/** The items that differ, each at its first place; objects are equal whatever the order of their fields. */
export const unique = defineTransformation({
  name: "unique",
  description:
    "Leaves out items that are equal to an earlier one, or that have an equal value of an expression.",
  input: list,
  options: z.object({
    by: itemExpressionOption(
      "JSONata for the value that must differ, such as id. Default: the whole item.",
    ).optional(),
  }),
  examples: [
    { input: [1, "1", 1, { a: 1 }, { a: 1 }], result: [1, "1", { a: 1 }] },
    {
      input: [
        { id: 1, v: "a" },
        { id: 1, v: "b" },
      ],
      options: { by: "id" },
      result: [{ id: 1, v: "a" }],
    },
  ],
  async run(input, { by }, context) {
    const keyed = await keyedBy(input, by, context);
    return uniqBy(keyed, ({ value }) => canonical(value)).map(({ item }) => item);
  },
});

/** The same text for equal values: comparing texts is linear, comparing all pairs of items is not. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isPlainObject(inner) ? sortKeys(inner) : inner));
}
