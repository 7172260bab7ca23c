import type { Json } from "@tutti/core";
import { type Document, parseDocument } from "yaml";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { reasonOf } from "../../reason";

/** A tenth of this is more than people write; alias bombs need far more. */
const MAX_ALIASES = 100;

/** Reads YAML 1.2 in its core schema, which has no other values than JSON has. */
export const parseYaml = defineTransformation({
  name: "parse_yaml",
  description: "Reads a document of YAML 1.2 (core schema: no dates, no custom tags).",
  input: text,
  examples: [
    {
      input: "name: Ada\ntags: [a, b]\nborn: 1815-12-10\n",
      result: { name: "Ada", tags: ["a", "b"], born: "1815-12-10" },
    },
    { input: "", result: null },
  ],
  run(input, _options, context) {
    try {
      return valueOf(parseDocument(input, { schema: "core", resolveKnownTags: false, merge: false }));
    } catch (error) {
      const fix = "Correct the YAML. Several documents, custom tags and many aliases are not read.";
      throw context.invalidInput({ problem: `wants YAML: ${reasonOf(error)}`, fix, cause: error });
    }
  },
});

function valueOf(document: Document.Parsed): Json {
  // A warning is an unknown tag: its value would silently be read as something else.
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) throw problem;
  return document.toJS({ maxAliasCount: MAX_ALIASES }) as Json;
}
