import type { JsonObject } from "@tutti/core";
import { cloneDeep, mergeWith } from "es-toolkit/object";
import { isPlainObject } from "es-toolkit/predicate";
import { z } from "zod";
import { object } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** Merges objects; where several have a field, the last one wins. */
export const merge = defineTransformation({
  name: "merge",
  description:
    "Merges a list of objects, or an object with another, into one; the last value of a field wins.",
  input: z.union([object, z.array(object)]).describe("an object, or a list of objects"),
  options: z.object({
    with: object.optional().describe("An object to merge after the input."),
    deep: z
      .boolean()
      .default(true)
      .describe("Merge objects inside objects too. Lists are never merged: the last one wins."),
  }),
  examples: [
    { input: [{ a: 1, b: { c: 2 } }, { b: { d: 3 } }], result: { a: 1, b: { c: 2, d: 3 } } },
    {
      input: { a: 1, b: { c: 2 } },
      options: { with: { b: { d: 3 } }, deep: false },
      result: { a: 1, b: { d: 3 } },
    },
  ],
  run(input, options) {
    const given = Array.isArray(input) ? input : [input as JsonObject];
    const objects = options.with === undefined ? given : [...given, options.with];
    if (!options.deep) return Object.fromEntries(objects.flatMap((one) => Object.entries(one)));
    return objects.reduce<JsonObject>((merged, one) => mergeWith(merged, one, lastWins), {});
  },
});

/**
 * Only two objects are merged, which undefined leaves to es-toolkit. Anything else is replaced, by a copy:
 * what is merged into it later must not change the input.
 */
function lastWins(before: unknown, after: unknown): unknown {
  return isPlainObject(before) && isPlainObject(after) ? undefined : cloneDeep(after);
}
