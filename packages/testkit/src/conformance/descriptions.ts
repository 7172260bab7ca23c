import { z } from "zod";

/** As much of a JSON Schema as is looked at. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/**
 * A schema as JSON Schema, as the catalogue, editors and forms get it.
 *
 * @throws what zod throws for something that JSON can't be
 */
export function toJsonSchema(schema: z.ZodType, io: "input" | "output"): Schema {
  return z.toJSONSchema(schema, { io }) as Schema;
}

/** The paths of the properties that say nothing about themselves. A constant tells one form from another and needs no word. */
export function undescribed(schema: Schema, path = ""): string[] {
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const place = path === "" ? name : `${path}.${name}`;
    const isSaid = [property.description, property.$ref, property.const].some((one) => one !== undefined);
    return [...(isSaid ? [] : [place]), ...undescribed(property, place)];
  });
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const more = typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
  const inside = [
    ...forms.flatMap((form) => undescribed(form, path)),
    ...[schema.items, ...more].flatMap((part) => (part === undefined ? [] : undescribed(part, `${path}[]`))),
  ];
  return [...new Set([...properties, ...inside])];
}
