import type { InstalledAction } from "@tutti/core";
import { stringify } from "yaml";
import { type Line, span } from "../terminal/style";
import { printable, printableLines, wrap } from "../terminal/text";
import { type Forms, formsOf } from "./forms";
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
  /** The errors that it fails with on purpose, as far as they are told. */
  readonly errors?: NonNullable<InstalledAction["errors"]>;
}

/** An installed action type as plain data. */
export function describeAction({
  config,
  description,
  errors = [],
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
    errors,
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
    ...section("Errors", errorLines(action, columns)),
    ...section("Examples", exampleLines(action)),
  ];
}

function section(title: string, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [[], [span(title, "bold")], ...lines];
}

function configLines(schema: JsonSchema | null, columns: number): Line[] {
  if (schema === null) return [["  Its fields are not known."]];
  const forms = formsOf(schema);
  return forms === undefined ? schemaLines(schema, columns) : formLines(forms, columns);
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

function formLines({ forms, shared }: Forms, columns: number): Line[] {
  return [
    ...fieldLines(shared, columns, "  "),
    ...forms.flatMap(({ description, fields, title }): Line[] => [
      [],
      ...tableLines([[printable(title), description]], { columns, indent: "  " }),
      ...(fields.length === 0 ? [] : fieldLines(fields, columns, "      ")),
    ]),
  ];
}

function errorLines({ errors = [] }: ActionJson, columns: number): Line[] {
  const rows = errors.map(({ code, description, retryable }) => [
    printable(code),
    retryable ? "retryable" : "",
    description,
  ]);
  return rows.length === 0 ? [] : tableLines(rows, { columns, indent: "  " });
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
