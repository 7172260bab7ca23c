import type { InstalledAction } from "@tutti/core";
import { type JsonSchema, toJsonSchema } from "../render/json-fields";
import { allowTemplates } from "./templates";
import { spellVariants, type Variants, variantsOf } from "./variants";

/** An example more would only make the schema longer. */
const MAX_EXAMPLES = 3;

/** An action type's config as an editor needs it. */
export interface ConfigSchema {
  readonly schema: JsonSchema;
  /** Is an action without a config wrong? */
  readonly isRequired: boolean;
}

/**
 * The schema of an action type's config, with templates allowed for its values, and with the examples of
 * the action type. `place` is where it will stand in the whole, such as `#/$defs/Config_wait`.
 */
export function configSchemaOf(action: InstalledAction, place: string): ConfigSchema {
  const isRequired = needsConfig(action);
  const written = toJsonSchema(action.config, "input");
  if (written === undefined) return { schema: { type: "object" }, isRequired };
  const variants = variantsOf(written);
  const examples = (action.examples ?? []).map(({ config }) => config);
  const spelt =
    variants === undefined
      ? { ...written, ...examplesOf(examples) }
      : spellVariants(written, withExamples(variants, examples));
  return { schema: moved(allowTemplates(spelt), place), isRequired };
}

function needsConfig({ config }: InstalledAction): boolean {
  try {
    return !config.safeParse({}).success;
  } catch {
    // A plugin's own check threw.
    return false;
  }
}

type Examples = readonly Readonly<Record<string, unknown>>[];

function examplesOf(examples: Examples): JsonSchema {
  return examples.length === 0 ? {} : { examples: examples.slice(0, MAX_EXAMPLES) };
}

function withExamples({ forms, key }: Variants, examples: Examples): Variants {
  const told = [...forms].map(([value, form]): [string, JsonSchema] => [
    value,
    { ...form, ...examplesOf(examples.filter((one) => one[key] === value)) },
  ]);
  return { key, forms: new Map(told) };
}

/** References within the schema, changed to where the schema will stand. */
function moved(schema: JsonSchema, place: string): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === "$ref" && typeof value === "string" && value !== "#/$defs/Template" && value.startsWith("#")
      ? `${place}${value.slice(1)}`
      : value,
  );
  return JSON.parse(text) as JsonSchema;
}
