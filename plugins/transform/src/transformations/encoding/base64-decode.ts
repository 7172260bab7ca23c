import { z } from "zod";
import { describeValue } from "../../describe";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";

const base64 = z.union([z.base64(), z.base64url()]);
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Text of Base64 in either alphabet; Node's own decoder would skip what it does not know. */
export const base64Decode = defineTransformation({
  name: "base64_decode",
  description: "Decodes Base64 (also the URL-safe alphabet, with or without padding) into text (UTF-8).",
  input: text,
  examples: [
    { input: "aMOpbGxv", result: "héllo" },
    { input: "8J-RjQ", result: "👍" },
  ],
  run(input, _options, context) {
    // Mail and PEM files break Base64 into lines.
    const encoded = base64.safeParse(input.replace(/\s+/g, ""));
    if (!encoded.success) {
      const fix = "Give Base64: letters, digits, + and / (or - and _).";
      throw context.invalidInput({ problem: `wants Base64, got ${describeValue(input)}`, fix });
    }
    try {
      return utf8.decode(Buffer.from(encoded.data, "base64"));
    } catch (error) {
      const fix = "Only text can be decoded: leave files and other binary data encoded.";
      throw context.invalidInput({ problem: "the decoded bytes are not UTF-8 text", fix, cause: error });
    }
  },
});
