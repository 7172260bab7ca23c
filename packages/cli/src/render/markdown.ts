import { stringify } from "yaml";
import type { ActionJson } from "./catalogue";
import { type Form, formsOf } from "./forms";
import { printable } from "../terminal/text";
import { type Field, fieldsOf, type JsonSchema } from "./json-fields";

/**
 * A reference page of action types, made from their schemas and examples.
 *
 * @example
 * writeFileSync("ACTIONS.md", referencePage(orchestrator.actions.map(describeAction)));
 */
export function referencePage(actions: readonly ActionJson[]): string {
  const rows = actions.map(({ description, plugin, type }) => [
    `[${code(type)}](#${type})`,
    code(plugin),
    description,
  ]);
  const head = ["# Actions", table(["action", "plugin", ""], rows)];
  return [...head, ...actions.map(actionSection)].join("\n\n");
}

/** What is known of one action type, as a section. */
export function actionSection({
  config,
  description,
  errors = [],
  examples,
  output,
  plugin,
  type,
}: ActionJson): string {
  const all = [
    `## ${code(type)}`,
    `${oneLine(description)} It comes with ${code(plugin)}.`,
    ...part("Config", config === null ? "Its fields are not known." : configText(config)),
    ...part("Output", output === null ? "" : fieldTable(fieldsOf(output))),
    ...part("Errors", errorTable(errors)),
    ...part("Examples", examples.map((example) => exampleText(type, example)).join("\n\n")),
  ];
  return all.join("\n\n");
}

function part(title: string, text: string): string[] {
  return text === "" ? [] : [`### ${title}`, text];
}

function configText(schema: JsonSchema): string {
  const forms = formsOf(schema);
  if (forms === undefined) {
    const fields = fieldsOf(schema);
    return fields.length === 0 ? "It takes none." : fieldTable(fields);
  }
  return [fieldTable(forms.shared), ...forms.forms.map(formText)].filter((text) => text !== "").join("\n\n");
}

function formText({ description, fields, title }: Form): string {
  return [`**${code(title)}** ${description}`.trim(), fieldTable(fields)]
    .filter((text) => text !== "")
    .join("\n\n");
}

function fieldTable(fields: readonly Field[]): string {
  const rows = fields.map(({ description, isRequired, name, preset, type }) => {
    const need = isRequired ? "required" : preset === undefined ? "" : `default ${code(preset)}`;
    return [code(name), type, need, description];
  });
  return rows.length === 0 ? "" : table(["field", "type", "", ""], rows);
}

function errorTable(errors: NonNullable<ActionJson["errors"]>): string {
  const rows = errors.map((error) => [code(error.code), error.retryable ? "yes" : "no", error.description]);
  return rows.length === 0 ? "" : table(["code", "retryable", "when"], rows);
}

function exampleText(type: string, { config, description, name }: ActionJson["examples"][number]): string {
  const about = description === undefined ? "" : `: ${description}`;
  const yaml = stringify({ action_type: type, config }, { lineWidth: 0 });
  const fence = fenceOf(yaml, 3);
  return `${oneLine(`${name}${about}`)}\n\n${fence}yaml\n${yaml}${fence}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return oneLine(text).replaceAll("|", "\\|");
}

function oneLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, " ").trim());
}

/** Code, which may hold backticks itself. */
function code(text: string): string {
  if (!text.includes("`")) return `\`${printable(text)}\``;
  const fence = fenceOf(text, 1);
  return `${fence} ${printable(text)} ${fence}`;
}

/** More backticks than any run of them in the text has. */
function fenceOf(text: string, least: number): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length + 1);
  return "`".repeat(Math.max(least, ...runs));
}
