import { pick as pickFields } from "es-toolkit/object";
import { z } from "zod";
import { object } from "../../inputs";
import { fieldNamesOption } from "../../options";
import { defineTransformation } from "../../transformation";

/** Keeps fields of an object; those that are not there are left out. */
export const pick = defineTransformation({
  name: "pick",
  description: "Keeps the named fields of an object; those it does not have are left out.",
  input: object,
  options: z.object({ fields: fieldNamesOption("The fields to keep.") }),
  examples: [
    {
      input: { id: 1, name: "Ada", secret: "x" },
      options: { fields: ["id", "name"] },
      result: { id: 1, name: "Ada" },
    },
  ],
  run: (input, { fields }) => pickFields(input, fields),
});
