import { z } from "zod";
import { preview } from "../../describe";
import { object } from "../../inputs";
import { firstRepeated } from "../../names";
import { defineTransformation } from "../../transformation";

/** Renames fields of an object and keeps their order; names that are not there are left alone. */
export const rename = defineTransformation({
  name: "rename",
  description: "Renames fields of an object; fields that are not named stay, and missing ones are ignored.",
  input: object,
  options: z.object({
    fields: z
      .record(z.string(), z.string())
      .refine((fields) => Object.keys(fields).length > 0, "must name at least one field")
      .describe("The new names by the old ones: { old: new }."),
  }),
  examples: [
    {
      input: { fname: "Ada", city: "London" },
      options: { fields: { fname: "first_name" } },
      result: { first_name: "Ada", city: "London" },
    },
    { input: { a: 1, b: 2 }, options: { fields: { a: "b", b: "a" } }, result: { b: 1, a: 2 } },
  ],
  run(input, { fields }, context) {
    const newNames = new Map(Object.entries(fields));
    const entries = Object.entries(input).map(([key, value]) => [newNames.get(key) ?? key, value] as const);
    const twice = firstRepeated(entries.map(([name]) => name));
    if (twice === undefined) return Object.fromEntries(entries);
    throw context.invalidInput({
      problem: `two fields would be named ${preview(twice)}`,
      fix: "Rename the other field too, or leave it out first with omit.",
    });
  },
});
