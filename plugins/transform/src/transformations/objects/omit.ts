import { omit as omitFields } from "es-toolkit/object";
import { z } from "zod";
import { object } from "../../inputs";
import { fieldNamesOption } from "../../options";
import { defineTransformation } from "../../transformation";

/** Leaves fields of an object out. */
export const omit = defineTransformation({
  name: "omit",
  description: "Leaves the named fields of an object out.",
  input: object,
  options: z.object({ fields: fieldNamesOption("The fields to leave out.") }),
  examples: [
    {
      input: { id: 1, name: "Ada", secret: "x" },
      options: { fields: ["secret"] },
      result: { id: 1, name: "Ada" },
    },
  ],
  run: (input, { fields }) => omitFields(input, fields),
});
