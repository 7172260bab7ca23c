import type { JsonSchema } from "../render/json-fields";
import { without } from "./without";

/** A schema with a form per value of one key. */
export interface Variants {
  readonly key: string;
  readonly forms: ReadonlyMap<string, JsonSchema>;
}

/** The forms of a schema that one key tells apart; undefined: it is none of these. */
export function variantsOf({ anyOf, oneOf }: JsonSchema): Variants | undefined {
  const forms = oneOf ?? anyOf ?? [];
  const key = Object.keys(forms[0]?.properties ?? {}).find((name) =>
    forms.every((form) => typeof form.properties?.[name]?.const === "string" && isRequired(form, name)),
  );
  if (key === undefined) return undefined;
  const byValue = new Map(forms.map((form) => [form.properties?.[key]?.const as string, form] as const));
  return byValue.size === forms.length ? { key, forms: byValue } : undefined;
}

function isRequired({ required = [] }: JsonSchema, name: string): boolean {
  return required.includes(name);
}

/**
 * The same schema, written so that a mistake is found in the form that is meant, and editors suggest what
 * this form has: first the key, then what follows from its value.
 */
export function spellVariants(schema: JsonSchema, { forms, key }: Variants): JsonSchema {
  const values = [...forms.keys()];
  const descriptions = [...forms.values()].map(({ description = "" }) => description);
  return {
    ...without(schema, "anyOf", "oneOf"),
    type: "object",
    properties: { [key]: { type: "string", enum: values, enumDescriptions: descriptions } },
    required: [key],
    allOf: [...forms].map(([value, form]) => when(key, value, form)),
  };
}

/** A schema that applies where a key has a value. */
export function when(key: string, value: string, then: JsonSchema): JsonSchema {
  // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
  return { if: { properties: { [key]: { const: value } }, required: [key] }, then };
}
