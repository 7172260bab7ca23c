import { z } from "zod";

/** A JSON Schema, as far as it is read here. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly [key: string]: unknown;
}

/** A field of an object, for people. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** As JSON; undefined: there is none. */
  readonly preset: string | undefined;
  readonly description: string;
}

/**
 * The JSON Schema of what a zod schema takes, or gives. What JSON Schema can't say is left open; undefined
 * when nothing can be said, as for a schema of another version of zod.
 */
export function toJsonSchema(schema: unknown, io: "input" | "output"): JsonSchema | undefined {
  try {
    const json: Record<string, unknown> = {
      ...z.toJSONSchema(schema as z.ZodType, { io, unrepresentable: "any" }),
    };
    delete json.$schema;
    return json;
  } catch {
    return undefined;
  }
}

/** The fields of an object's schema. */
export function fieldsOf(schema: JsonSchema, root: JsonSchema = schema): Field[] {
  const { properties = {}, required = [] } = resolve(schema, root);
  return Object.entries(properties).map(([name, property]) => {
    const field = resolve(property, root);
    const preset = property.default ?? field.default;
    return {
      name,
      type: typeText(field, root),
      isRequired: required.includes(name),
      preset: preset === undefined ? undefined : JSON.stringify(preset),
      description: property.description ?? field.description ?? "",
    };
  });
}

/** Types with more forms than this are not spelt out. */
const MAX_FORMS = 8;

/**
 * A schema's type in a few words: `array of string`, `"low" or "high"`; `any` for whatever JSON can hold.
 *
 * @param seen the definitions that are being described: one that refers to itself has no end
 */
export function typeText(
  schema: JsonSchema,
  root: JsonSchema = schema,
  seen: readonly string[] = [],
): string {
  const { $ref } = schema;
  if ($ref !== undefined && seen.includes($ref)) return "any";
  const within = $ref === undefined ? seen : [...seen, $ref];
  const resolved = resolve(schema, root);
  return literalText(resolved) ?? structureText(resolved, (part) => typeText(part, root, within));
}

function literalText({ const: value, enum: values }: JsonSchema): string | undefined {
  if (value !== undefined) return JSON.stringify(value);
  return values?.map((one) => JSON.stringify(one)).join(" or ");
}

function structureText(
  { anyOf, items, oneOf, type }: JsonSchema,
  textOf: (part: JsonSchema) => string,
): string {
  const forms = anyOf ?? oneOf ?? [];
  if (forms.length > 0) return joinForms(forms.map(textOf));
  if (type === "array" && items !== undefined) return `array of ${textOf(items)}`;
  return typeof type === "string" ? type : (type?.join(" or ") ?? "any");
}

function joinForms(texts: readonly string[]): string {
  const forms = [...new Set(texts)];
  const isAny = ["string", "number", "boolean", "object"].every((name) => forms.includes(name));
  return isAny || forms.length > MAX_FORMS || forms.includes("any") ? "any" : forms.join(" or ");
}

/** Follows a reference into the definitions of the schema; once, as they do not refer on. */
function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref ?? "")?.[1];
  return (name === undefined ? undefined : root.$defs?.[name]) ?? schema;
}
