import { z } from "zod";
import { configSchema, options, pluginInCode } from "../config/schema";
import type { JsonSchema } from "../render/json-fields";

/**
 * The JSON Schema (draft 2020-12) of `tutti.config.yaml` and `tutti.config.json`. The plugins check their own
 * options: here they are objects.
 */
export function configFileSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, {
    io: "input",
    unrepresentable: "any",
    override({ jsonSchema, zodSchema }) {
      if (zodSchema === pluginInCode) jsonSchema.not = {};
      if (zodSchema === options) jsonSchema.type = "object";
    },
  });
  return { $schema, title: "Tutti configuration", ...schema } as JsonSchema;
}
