import { stringify } from "yaml";
import { z } from "zod";
import { anything } from "../../inputs";
import { defineTransformation } from "../../transformation";

/** Writes YAML that YAML 1.1 readers take the same way: words such as `yes` are quoted. */
export const toYaml = defineTransformation({
  name: "to_yaml",
  description: "Writes a value as YAML text.",
  input: anything,
  options: z.object({ indent: z.int().min(1).max(10).default(2).describe("Spaces per level.") }),
  examples: [
    {
      input: { name: "Ada", tags: ["a", "b"], active: "yes" },
      result: 'name: Ada\ntags:\n  - a\n  - b\nactive: "yes"\n',
    },
  ],
  run: (input, { indent }) =>
    stringify(input, { indent, lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" }),
});
