import { createHash } from "node:crypto";
import { z } from "zod";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** A digest of the UTF-8 bytes of a text. */
export const hash = defineTransformation({
  name: "hash",
  description:
    "Computes a digest of text (as UTF-8). Use md5 and sha1 for old systems only: they are broken.",
  input: text,
  options: z.object({
    algorithm: z.enum(["sha256", "sha512", "sha1", "md5"]).default("sha256").describe("The hash function."),
    encoding: z.enum(["hex", "base64"]).default("hex").describe("How the digest is written."),
  }),
  examples: [
    { input: "hello", result: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" },
    { input: "hello", options: { algorithm: "md5", encoding: "base64" }, result: "XUFAKrxLKna5cZ2REBfFkg==" },
  ],
  run: (input, { algorithm, encoding }) => createHash(algorithm).update(input, "utf8").digest(encoding),
});
