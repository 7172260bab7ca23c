import type { JsonSchema } from "../render/json-fields";

/** Where the schema of a template stands in the whole. */
const TEMPLATE_REF = { $ref: "#/$defs/Template" } as const;

/** A text that is something else once it is resolved. */
export const TEMPLATE: JsonSchema = {
  type: "string",
  pattern: "\\{\\{",
  description: "A template such as {{name}}, which gives the value when the action runs.",
};

const CONSTRAINTS = ["pattern", "format", "maxLength", "enum", "const"] as const;
const ANNOTATIONS = ["title", "description", "default", "deprecated", "examples"] as const;

/**
 * The same schema, but that a template may stand in place of each value inside: of a number, a list or an
 * object as of a text that has to have some form. Values that any text fits stay as they are.
 */
export function allowTemplates(schema: JsonSchema): JsonSchema {
  return new Templates(schema).inside(schema);
}

class Templates {
  constructor(private readonly root: JsonSchema) {}

  /** A schema with templates allowed inside of its values, but not instead of them. */
  inside(schema: JsonSchema): JsonSchema {
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, this.member(key, value)]));
  }

  private member(key: string, value: unknown): unknown {
    switch (key) {
      case "properties":
        return mapValues(value, (one) => this.orTemplate(one));
      case "$defs":
        return mapValues(value, (one) => this.inside(one));
      case "then":
        return this.inside(value as JsonSchema);
      case "items":
      case "additionalProperties":
        return typeof value === "object" ? this.orTemplate(value as JsonSchema) : value;
      case "prefixItems":
        return (value as readonly JsonSchema[]).map((one) => this.orTemplate(one));
      case "anyOf":
      case "oneOf":
      case "allOf":
        return (value as readonly JsonSchema[]).map((one) => this.inside(one));
      default:
        return value;
    }
  }

  private orTemplate(schema: JsonSchema): JsonSchema {
    if (this.takesAnyText(schema)) return this.inside(schema);
    const about = Object.entries(schema).filter(([key]) => isAnnotation(key));
    const rules = Object.entries(schema).filter(([key]) => !isAnnotation(key));
    return { ...Object.fromEntries(about), anyOf: [this.inside(Object.fromEntries(rules)), TEMPLATE_REF] };
  }

  private takesAnyText(schema: JsonSchema, seen: readonly JsonSchema[] = []): boolean {
    if (seen.includes(schema)) return false;
    const { $ref, anyOf, oneOf, type } = schema;
    const target = $ref === undefined ? undefined : this.root.$defs?.[$ref.replace("#/$defs/", "")];
    const forms = target === undefined ? (anyOf ?? oneOf) : [target];
    if (forms !== undefined && type === undefined)
      return forms.some((one) => this.takesAnyText(one, [...seen, schema]));
    return isTextType(type) && CONSTRAINTS.every((key) => schema[key] === undefined);
  }
}

function isTextType(type: JsonSchema["type"]): boolean {
  return type === undefined || type === "string" || (Array.isArray(type) && type.includes("string"));
}

function isAnnotation(key: string): boolean {
  return (ANNOTATIONS as readonly string[]).includes(key);
}

function mapValues(record: unknown, change: (one: JsonSchema) => JsonSchema): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(record as Readonly<Record<string, JsonSchema>>).map(([key, one]) => [key, change(one)]),
  );
}
