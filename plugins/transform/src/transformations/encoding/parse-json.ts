import type { Json } from "@tutti/core";
import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { reasonOf } from "../../reason";

/** Reads JSON; the key `__proto__` is refused, as everywhere. */
export const parseJson = defineTransformation({
  name: "parse_json",
  description: "Reads JSON text.",
  input: text,
  examples: [
    { input: '{"name":"Ada","tags":["a","b"]}', result: { name: "Ada", tags: ["a", "b"] } },
    { input: "null", result: null },
  ],
  run(input, _options, context) {
    if (input.trim() === "") {
      throw context.invalidInput({
        problem: "wants JSON, got empty text",
        fix: "Give JSON, such as {} or null.",
      });
    }
    try {
      return JSON.parse(input) as Json;
    } catch (error) {
      const fix =
        "Correct the JSON: keys and texts stand in double quotes, and there are no trailing commas.";
      throw context.invalidInput({ problem: `wants JSON: ${reasonOf(error)}`, fix, cause: error });
    }
  },
});
