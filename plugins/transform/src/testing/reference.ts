import { z } from "zod";
import type { Transformation } from "../transformation";
import { themes } from "../transformations";

type Schema = z.core.JSONSchema.JSONSchema;

/** The README's reference, made from the transformations themselves. */
export function reference(): string {
  const all = Object.entries(themes);
  const table = all.map(([theme, some]) => `| ${theme} | ${some.map(link).join(" ")} |`);
  const sections = all.map(([theme, some]) => [`### ${theme}`].concat(some.map(section)).join("\n\n"));
  return ["| theme | transformations |\n| --- | --- |", ...table]
    .join("\n")
    .concat("\n\n", sections.join("\n\n"), "\n");
}

function link({ name }: Transformation): string {
  return `[\`${name}\`](#${name})`;
}

function section({ name, description, input, options, examples }: Transformation): string {
  const schema = z.toJSONSchema(options, { io: "input" });
  const rows = Object.entries(schema.properties ?? {}).map(([option, detail]) =>
    optionRow(option, detail as Schema, schema.required?.includes(option) ?? false),
  );
  const table = ["| option | value | default | |", "| --- | --- | --- | --- |", ...rows].join("\n");
  const lines = examples.map((example) => {
    const config = { transformation: name, input: example.input, ...example.options };
    return `${spaced(config)} // ${spaced(example.result)}`;
  });
  return [
    `#### \`${name}\``,
    `${description} Input: ${input.description ?? "any JSON value"}.`,
    ...(rows.length === 0 ? [] : [table]),
    `\`\`\`jsonc\n${lines.join("\n")}\n\`\`\``,
  ].join("\n\n");
}

function optionRow(option: string, schema: Schema, required: boolean): string {
  const fallback = schema.default === undefined ? "" : `\`${JSON.stringify(schema.default)}\``;
  const cells = [
    `\`${option}\``,
    valueOf(schema),
    required ? "(required)" : fallback,
    schema.description ?? "",
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function valueOf({ type, enum: values, minimum, maximum, items, additionalProperties }: Schema): string {
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(", ");
  if (type === "integer")
    return `integer, ${String(minimum)}${maximum === Number.MAX_SAFE_INTEGER ? " or more" : ` to ${String(maximum)}`}`;
  if (items !== undefined) return "list of texts";
  if (type === "object")
    return typeof additionalProperties === "object" && "type" in additionalProperties
      ? "object of texts"
      : "object";
  return type === "string" ? "text" : String(type);
}

/** JSON in one line, with spaces as people write it. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}: ${spaced(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
