import { z } from "zod";

/** A JSON Schema, or a part of one. */
export type JsonSchema = Record<string, unknown>;

/**
 * Turns zod schemas into JSON Schemas. What has a name of its own is collected, and referred to by that name.
 */
export class SchemaCollection {
  readonly schemas: Record<string, JsonSchema> = {};

  /** A schema as what is sent (`input`), or as what it becomes (`output`). */
  add(schema: z.ZodType, io: "input" | "output" = "output"): JsonSchema {
    const whole = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonSchema;
    return this.hoist(without(whole, "$schema"));
  }

  /** Takes definitions from inside a schema to where the document has them. */
  hoist(whole: JsonSchema): JsonSchema {
    const { $defs = {}, ...schema } = whole;
    for (const [name, definition] of Object.entries($defs as Record<string, JsonSchema>))
      this.schemas[name] ??= refer(definition) as JsonSchema;
    const { id, ...rest } = refer(schema) as JsonSchema;
    if (typeof id !== "string") return rest;
    this.schemas[id] ??= rest;
    return { $ref: `#/components/schemas/${id}` };
  }
}

/** The same with references that lead into the document. */
function refer(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(refer);
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).map(([key, value]): [string, unknown] =>
    key === "$ref" && typeof value === "string"
      ? [key, value.replace("#/$defs/", "#/components/schemas/")]
      : [key, refer(value)],
  );
  return Object.fromEntries(entries);
}

/** The same without what says where and what the schema itself is. */
export function without(schema: JsonSchema, ...keys: readonly string[]): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
}
