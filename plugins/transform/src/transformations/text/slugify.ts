import toSlug from "slugify";
import { z } from "zod";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** Text for web addresses, in ASCII. What has no Latin transcription falls away. */
export const slugify = defineTransformation({
  name: "slugify",
  description: "Turns text into a slug for web addresses and file names, in plain ASCII letters.",
  input: text,
  options: z.object({
    separator: z.enum(["-", "_", "."]).default("-").describe("What stands between words."),
    lowercase: z.boolean().default(true).describe("Turn letters into lower case."),
    locale: z
      .enum(["bg", "de", "es", "fr", "pt", "uk", "vi", "da", "nb", "it", "nl", "sv"])
      .optional()
      .describe("The language whose transcription applies: with de, ü gives ue instead of u."),
  }),
  examples: [
    { input: "Crème brûlée & Co.", result: "creme-brulee-and-co" },
    { input: "Grüße aus Köln", options: { locale: "de", separator: "_" }, result: "gruesse_aus_koeln" },
  ],
  run: (input, { separator, lowercase, locale }) =>
    toSlug(input, {
      replacement: separator,
      lower: lowercase,
      strict: true,
      ...(locale === undefined ? {} : { locale }),
    }),
});
