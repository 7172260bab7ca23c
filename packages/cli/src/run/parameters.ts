import { checkParameters, coerceParameter, type Issue, type WorkflowDefinition } from "@tutti/core";
import { CliError, type Diagnostic, fromIssue } from "../diagnostics/diagnostic";
import { locateIssues } from "../diagnostics/locate-issue";
import type { Io } from "../io";
import { parsePath } from "../source/locate";
import { parseSource, type SourceData } from "../source/parse-source";
import { readSource } from "../source/read-file";

/** Parameters as a command line gives them; what stands later wins, and texts win over files. */
export interface GivenParameters {
  /** Texts such as `user_age=25`. */
  readonly texts: readonly string[];
  /** Names of files; `-` is standard input. */
  readonly files: readonly string[];
}

/** Checked parameters, or all that is wrong with them. */
export type ReadParameters =
  | { readonly ok: true; readonly values: object }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

type Definitions = WorkflowDefinition["parameters"];

interface Given {
  readonly value: unknown;
  /** The file it comes from; undefined: the command line. */
  readonly data?: SourceData;
}

/**
 * Reads the parameters of a workflow: values of files are taken as they are, texts are converted by the
 * type that the workflow declares.
 *
 * Throws a `CliError` for a file that can't be read.
 */
export async function readParameters(
  definitions: Definitions,
  given: GivenParameters,
  io: Io,
): Promise<ReadParameters> {
  const values = new Map<string, Given>();
  for (const file of given.files) await readParameterFile(file, values, io);
  const diagnostics = given.texts.flatMap((text) => readText(text, definitions, values));
  const unreadable = new Set(diagnostics.map(({ path = "" }) => path));
  const checked = checkParameters(
    definitions,
    Object.fromEntries([...values].map(([name, { value }]) => [name, value])),
  );
  const issues = checked.errors.filter(({ path }) => !unreadable.has(path));
  const all = [...diagnostics, ...issues.map((issue) => explain(issue, definitions, values))];
  return all.length > 0 || !checked.success
    ? { ok: false, diagnostics: all }
    : { ok: true, values: checked.values };
}

async function readParameterFile(file: string, values: Map<string, Given>, io: Io): Promise<void> {
  const parsed = parseSource(await readSource(file, io));
  if (!parsed.ok) throw new CliError(...parsed.diagnostics);
  const { value } = parsed.data;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const message = `${file} holds no map of parameters.`;
    throw new CliError({
      code: "INVALID_PARAMETERS",
      message,
      fix: "Write name: value lines, or a JSON object.",
      place: { name: file },
    });
  }
  for (const [name, one] of Object.entries(value)) values.set(name, { value: one, data: parsed.data });
}

function readText(text: string, definitions: Definitions, values: Map<string, Given>): Diagnostic[] {
  const at = text.indexOf("=");
  if (at < 1) {
    const message = `"${text}" is no parameter: there is no name and = in front of the value.`;
    throw new CliError({ code: "USAGE", message, fix: "Write --param name=value." });
  }
  const name = text.slice(0, at);
  const definition = definitions.find((one) => one.name === name);
  const coerced = definition === undefined ? undefined : coerceParameter(definition, text.slice(at + 1));
  // The value of an unknown parameter does not matter: its name is what is wrong.
  values.set(name, { value: coerced?.success === true ? coerced.value : text.slice(at + 1) });
  return (coerced?.errors ?? []).map((issue) => fromIssue(issue, optionPlace(name)));
}

function optionPlace(name: string): { readonly option: string } {
  return { option: `--param ${name}=…` };
}

function explain(issue: Issue, definitions: Definitions, values: ReadonlyMap<string, Given>): Diagnostic {
  const name = String(parsePath(issue.path)[1] ?? "");
  const given = values.get(name);
  if (given?.data !== undefined) {
    const inner = issue.path.slice("parameters".length).replace(/^\./, "");
    const [located] = locateIssues([{ ...issue, path: inner }], given.data);
    return { ...fromIssue(issue), ...located, path: issue.path };
  }
  if (given !== undefined) return fromIssue(issue, optionPlace(name));
  const definition = definitions.find((one) => one.name === name);
  const about = definition?.description === undefined ? "" : ` (${definition.description})`;
  return definition === undefined
    ? fromIssue(issue)
    : { ...fromIssue(issue), fix: `Add --param ${name}=…${about}` };
}
