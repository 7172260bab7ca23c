import { z } from "zod";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** Base64 of the UTF-8 bytes of a text. */
export const base64Encode = defineTransformation({
  name: "base64_encode",
  description: "Encodes text (as UTF-8) in Base64.",
  input: text,
  options: z.object({
    url_safe: z.boolean().default(false).describe("Use - and _ instead of + and /, and no padding."),
  }),
  examples: [
    { input: "héllo?>", result: "aMOpbGxvPz4=" },
    { input: "héllo?>", options: { url_safe: true }, result: "aMOpbGxvPz4" },
  ],
  run: (input, { url_safe }) => Buffer.from(input, "utf8").toString(url_safe ? "base64url" : "base64"),
});
