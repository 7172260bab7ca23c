import type { Json } from "@tutti/core/plugin";
import type { JsonSchema } from "../render/json-fields";
import { arrayType, literalType, objectType, type TypeText, unionType, UNKNOWN } from "./type-text";

const PLAIN: Readonly<Record<string, TypeText>> = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
  null: "null",
};

/**
 * The type of the values that a JSON Schema takes; `unknown` for what it does not say.
 *
 * @example
 * schemaType({ type: "object", properties: { id: { type: "integer" } }, required: ["id"] }); // "{ readonly id: number; }"
 */
export function schemaType(schema: JsonSchema, root: JsonSchema = schema): TypeText {
  return new SchemaTypes(root).of(schema);
}

/** The schema of what a path of plain names leads to; undefined: the schema does not say. */
export function schemaAt(root: JsonSchema, path: readonly string[]): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  for (const name of path) {
    const properties: JsonSchema["properties"] =
      schema === undefined ? undefined : resolve(schema, root)?.properties;
    schema = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
  }
  return schema;
}

class SchemaTypes {
  /** The definitions that are being described. */
  private readonly open = new Set<string>();
  /** Those that refer to themselves, as any JSON does: spelt out, they would have no end. */
  private readonly endless = new Set<string>();

  constructor(private readonly root: JsonSchema) {}

  of(schema: JsonSchema | undefined): TypeText {
    if (typeof schema !== "object") return UNKNOWN;
    const { $ref } = schema;
    if ($ref === undefined) return this.ofPlain(schema);
    const target = resolve(schema, this.root);
    if (this.open.has($ref)) this.endless.add($ref);
    if (target === undefined || this.endless.has($ref)) return UNKNOWN;
    this.open.add($ref);
    const type = this.ofPlain(target);
    this.open.delete($ref);
    return this.endless.has($ref) ? UNKNOWN : type;
  }

  private ofPlain(schema: JsonSchema): TypeText {
    const { anyOf, const: value, enum: values, oneOf, type } = schema;
    if (value !== undefined) return literalType(value as Json);
    if (values !== undefined) return unionType(values.map((one) => literalType(one as Json)));
    if (typeof type === "string") return this.ofType(type, schema);
    if (type !== undefined) return unionType(type.map((one) => this.ofType(one, schema)));
    const forms = anyOf ?? oneOf;
    return forms === undefined ? UNKNOWN : unionType(forms.map((form) => this.of(form)));
  }

  private ofType(
    type: string,
    { additionalProperties, items, properties, required = [] }: JsonSchema,
  ): TypeText {
    if (type === "array") return arrayType(this.of(items));
    if (type !== "object") return PLAIN[type] ?? UNKNOWN;
    if (properties === undefined) {
      return `{ readonly [key: string]: ${this.of(additionalProperties as JsonSchema | undefined)} }`;
    }
    return objectType(
      Object.entries(properties).map(([name, property]) => ({
        name,
        type: this.of(property),
        isOptional: !required.includes(name),
      })),
    );
  }
}

/** Follows a reference into the schema's own definitions. */
function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema | undefined {
  const { $ref } = schema;
  if ($ref === undefined) return schema;
  if ($ref === "#") return root;
  const name = /^#\/\$defs\/(.+)$/.exec($ref)?.[1];
  return name === undefined ? undefined : root.$defs?.[name];
}
