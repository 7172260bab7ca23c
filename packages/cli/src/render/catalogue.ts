import type { InstalledAction } from "@tutti/core";
import { stringify } from "yaml";
import { type Line, span } from "../terminal/style";
import { printable, printableLines, wrap } from "../terminal/text";
import { type Field, fieldsOf, type JsonSchema, toJsonSchema } from "./json-fields";
import { tableLines } from "./table";

/** An action type for programs: as the HTTP API shows it. */
export interface ActionJson {
  readonly type: string;
  readonly description: string;
  readonly plugin: string;
  /** JSON Schemas; null: nothing is known. */
  readonly config: JsonSchema | null;
  readonly output: JsonSchema | null;
  readonly examples: NonNullable<InstalledAction["examples"]>;
}

/** An installed action type as plain data. */
export function describeAction({
  config,
  description,
  examples = [],
  output,
  plugin,
  type,
}: InstalledAction): ActionJson {
  return {
    type,
    description,
    plugin,
    config: toJsonSchema(config, "input") ?? null,
    output: output === undefined ? null : (toJsonSchema(output, "output") ?? null),
    examples,
  };
}

/** The installed action types as a table. */
export function catalogueLines(actions: readonly ActionJson[], columns: number): Line[] {
  const rows = actions.map(({ description, plugin, type }) => [
    printable(type),
    printable(plugin),
    description,
  ]);
  return tableLines(rows, { columns, heads: ["TYPE", "PLUGIN", "DESCRIPTION"] });
}

/** Everything that is known of one action type. */
export function actionLines(action: ActionJson, columns: number): Line[] {
  const { description, plugin, type } = action;
  return [
    [span(printable(type), "bold"), span(`  ${printable(plugin)}`, "dim")],
    ...wrap(description, columns).map((line): Line => [line]),
    ...section("Config", configLines(action.config, columns)),
    ...section("Output", action.output === null ? [] : schemaLines(action.output, columns)),
    ...section("Examples", exampleLines(action)),
  ];
}

function section(title: string, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [[], [span(title, "bold")], ...lines];
}

function configLines(schema: JsonSchema | null, columns: number): Line[] {
  if (schema === null) return [["  Its fields are not known."]];
  const variants = schema.oneOf ?? schema.anyOf;
  return variants?.every(({ properties }) => properties !== undefined) === true
    ? variantLines(schema, variants, columns)
    : schemaLines(schema, columns);
}

function schemaLines(schema: JsonSchema, columns: number): Line[] {
  const fields = fieldsOf(schema);
  return fields.length === 0 ? [["  none"]] : fieldLines(fields, columns, "  ");
}

function fieldLines(fields: readonly Field[], columns: number, indent: string): Line[] {
  const rows = fields.map(({ description, isRequired, name, preset, type }) => {
    const need = isRequired ? "required" : preset === undefined ? "" : `default ${preset}`;
    return [printable(name), printable(type), printable(need), description];
  });
  return tableLines(rows, { columns, indent });
}

/** A config with a form per value of one field: what all forms have first, then what each has besides. */
function variantLines(root: JsonSchema, variants: readonly JsonSchema[], columns: number): Line[] {
  const all = variants.map((variant) => fieldsOf(variant, root));
  const [first = []] = all;
  const common = new Set(
    first
      .map(({ name }) => name)
      .filter((name) => all.every((fields) => fields.some((one) => one.name === name))),
  );
  const key = first.find(({ name }) => isConst(variants[0], name))?.name;
  const shared = first
    .filter(({ name }) => common.has(name))
    .map((field) => (field.name === key ? { ...field, type: "one of these" } : field));
  return [
    ...fieldLines(shared, columns, "  "),
    ...variants.flatMap((variant, index): Line[] => {
      const own = (all[index] ?? []).filter(({ name }) => !common.has(name));
      return [
        [],
        ...variantTitle(variant, key, columns),
        ...(own.length === 0 ? [] : fieldLines(own, columns, "      ")),
      ];
    }),
  ];
}

function variantTitle(variant: JsonSchema, key: string | undefined, columns: number): Line[] {
  const value = key === undefined ? undefined : variant.properties?.[key]?.const;
  const title = typeof value === "string" ? value : (variant.title ?? "one form");
  return tableLines([[printable(title), variant.description ?? ""]], { columns, indent: "  " });
}

function isConst(variant: JsonSchema | undefined, name: string): boolean {
  return variant?.properties?.[name]?.const !== undefined;
}

/** An example more says little about an action that has an example per form. */
const MAX_EXAMPLES = 3;

function exampleLines({ examples, type }: ActionJson): Line[] {
  return examples.slice(0, MAX_EXAMPLES).flatMap(({ config, description, name }): Line[] => {
    const about = description === undefined ? "" : `: ${description}`;
    const yaml = stringify({ action_type: type, config }, { lineWidth: 0 });
    return [
      [span(`  # ${printable(`${name}${about}`)}`, "dim")],
      ...printableLines(yaml).map((line): Line => [`  ${line}`]),
    ];
  });
}
