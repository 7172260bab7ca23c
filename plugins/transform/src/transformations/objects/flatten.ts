import type { Json, JsonObject } from "@tutti/core";
import { flatten as flattenList } from "es-toolkit/array";
import { flattenObject } from "es-toolkit/object";
import { z } from "zod";
import { list, object } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** Takes levels away: lists in lists, or objects in objects. */
export const flatten = defineTransformation({
  name: "flatten",
  description:
    "Puts the items of lists in a list into one list, or the fields of objects in an object into one object.",
  input: z.union([list, object]).describe("a list or an object"),
  options: z.object({
    depth: z.int().min(1).default(1).describe("How many levels of lists to take away. For lists only."),
    separator: z.string().default(".").describe("What joins the names of the fields. For objects only."),
  }),
  examples: [
    { input: [1, [2, [3]]], result: [1, 2, [3]] },
    { input: [1, [2, [3]]], options: { depth: 2 }, result: [1, 2, 3] },
    { input: { user: { name: "Ada", tags: ["a"] } }, result: { "user.name": "Ada", "user.tags.0": "a" } },
  ],
  run: (input, { depth, separator }) =>
    Array.isArray(input)
      ? (flattenList(input as unknown[], depth) as Json[])
      : (flattenObject(input, { delimiter: separator }) as JsonObject),
});
