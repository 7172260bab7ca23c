import type { ParameterDefinition } from "@tutti/core";
import { arrayType, literalType, type Member, type TypeText, unionType, UNKNOWN } from "./type-text";

const TYPES: Readonly<Record<ParameterDefinition["type"], TypeText>> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
  array: arrayType(UNKNOWN),
  object: `{ readonly [key: string]: ${UNKNOWN} }`,
};

/** The type of a parameter's values: what is allowed, else what its type says. */
export function parameterType({ allowed_values, type }: ParameterDefinition): TypeText {
  return allowed_values === undefined ? TYPES[type] : unionType(allowed_values.map(literalType));
}

/** A parameter as a member of what a caller gives. */
export function parameterMember(parameter: ParameterDefinition): Member {
  return { name: parameter.name, type: parameterType(parameter), isOptional: !parameter.required };
}

/** What a caller has to know of a parameter besides its type. */
export function parameterComment(parameter: ParameterDefinition): string {
  const { default_value, description = "", secret = false, type, validation_rules: rules = {} } = parameter;
  return [
    description,
    ...(type === "integer" && parameter.allowed_values === undefined ? ["A whole number."] : []),
    ...rangeText(rules.min_length, rules.max_length, "characters"),
    ...rangeText(rules.min_items, rules.max_items, "items"),
    ...rangeText(rules.minimum, rules.maximum, ""),
    ...(rules.format === undefined ? [] : [`Form: ${rules.format}.`]),
    ...(rules.pattern === undefined ? [] : [`Matches ${rules.pattern}`]),
    ...(secret ? ["Secret: stored encrypted, and never shown."] : []),
    ...(default_value === undefined ? [] : [`Default: ${JSON.stringify(default_value)}`]),
  ].join("\n");
}

function rangeText(least: number | undefined, most: number | undefined, unit: string): string[] {
  if (least === undefined && most === undefined) return [];
  const bounds = [
    ...(least === undefined ? [] : [`at least ${least}`]),
    ...(most === undefined ? [] : [`at most ${most}`]),
  ].join(", ");
  return [`${bounds[0]?.toUpperCase() ?? ""}${bounds.slice(1)}${unit === "" ? "" : ` ${unit}`}.`];
}
