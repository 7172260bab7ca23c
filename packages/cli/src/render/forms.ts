import { type Field, fieldsOf, type JsonSchema } from "./json-fields";

/** A config that has a form per value of one field, such as the config of `transform`. */
export interface Forms {
  /** What all forms have. */
  readonly shared: readonly Field[];
  readonly forms: readonly Form[];
}

/** One form: what it has besides what all have. */
export interface Form {
  readonly title: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

/** The forms of a schema; undefined: it has but one. */
export function formsOf(root: JsonSchema): Forms | undefined {
  const variants = root.oneOf ?? root.anyOf;
  if (variants?.every(({ properties }) => properties !== undefined) !== true) return undefined;
  const all = variants.map((variant) => fieldsOf(variant, root));
  const [first = []] = all;
  const common = first.filter(({ name }) => all.every((fields) => fields.some((one) => one.name === name)));
  const names = new Set(common.map(({ name }) => name));
  const key = first.find(({ name }) => variants[0]?.properties?.[name]?.const !== undefined)?.name;
  return {
    shared: common.map((field) => (field.name === key ? { ...field, type: "one of these" } : field)),
    forms: variants.map((variant, index) => ({
      title: titleOf(variant, key),
      description: variant.description ?? "",
      fields: (all[index] ?? []).filter(({ name }) => !names.has(name)),
    })),
  };
}

function titleOf(variant: JsonSchema, key: string | undefined): string {
  const value = key === undefined ? undefined : variant.properties?.[key]?.const;
  return typeof value === "string" ? value : (variant.title ?? "one form");
}
