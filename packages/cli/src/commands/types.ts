import type { InstalledAction, Orchestrator, WorkflowDefinition } from "@tutti/core";
import { CliError, type Diagnostic } from "../diagnostics/diagnostic";
import { locateIssues } from "../diagnostics/locate-issue";
import type { Io } from "../io";
import { type JsonSchema, toJsonSchema } from "../render/json-fields";
import type { Report } from "../report";
import { readDefinition, withSession } from "../run/session";
import { parseSource, type SourceData } from "../source/parse-source";
import { readSource } from "../source/read-file";
import { workflowFiles } from "../source/workflow-files";
import { declarationText } from "../types/declaration";
import type { OutputSchemas } from "../types/result-type";
import type { CommonOptions } from "./shared";
import { reportFile, reportText, writeOrCheck } from "./written-file";

/** Options of `tutti types`. */
export interface TypesOptions extends CommonOptions {
  /** The file to write. Default: `tutti.d.ts`. */
  readonly out?: string;
  /** Write nothing; fail when the file is not as it would be written. */
  readonly check?: boolean;
  /** Write to standard output. */
  readonly stdout?: boolean;
}

const DEFAULT_FILE = "tutti.d.ts";

/** Writes the types of workflows, so that the compiler checks who starts them. */
export async function types(given: readonly string[], options: TypesOptions, io: Io): Promise<Report> {
  const files = workflowFiles(given);
  const sources: SourceData[] = [];
  for (const file of files) sources.push(await readData(file, io));
  const text = await withSession({ configFile: options.config }, io, async ({ orchestrator }) => {
    const definitions = await checkAll(sources, orchestrator);
    return declarationText(definitions, outputSchemas(orchestrator.actions));
  });
  if (options.stdout === true) return reportText(text);
  const { check, out } = options;
  const written = writeOrCheck(
    { file: out ?? DEFAULT_FILE, text, check, about: "the workflows", command: commandLine(files, out) },
    io,
  );
  return reportFile(written, `the types of ${files.length} workflow${files.length === 1 ? "" : "s"}`, {
    workflows: files.length,
  });
}

async function readData(file: string, io: Io): Promise<SourceData> {
  const parsed = parseSource(await readSource(file, io));
  if (!parsed.ok) throw new CliError(...parsed.diagnostics);
  return parsed.data;
}

/** All definitions, or all that is wrong with any of them. */
async function checkAll(
  sources: readonly SourceData[],
  { workflows }: Orchestrator,
): Promise<readonly WorkflowDefinition[]> {
  const byName = new Map<string, WorkflowDefinition>();
  const problems: Diagnostic[] = [];
  const fileOf = new Map<string, string>();
  for (const data of sources) {
    const checked = await workflows.validateWorkflow(
      typeof data.value === "string" ? [data.value] : data.value,
    );
    problems.push(...locateIssues(checked.errors, data));
    const read = readDefinition(data);
    if (!read.ok || !checked.success) continue;
    const { name } = read.definition;
    const before = fileOf.get(name);
    if (before !== undefined) problems.push(sameName(name, before, data));
    byName.set(name, read.definition);
    fileOf.set(name, data.source.name);
  }
  if (problems.length > 0) throw new CliError(...problems);
  return [...byName.values()];
}

function sameName(name: string, before: string, { source }: SourceData): Diagnostic {
  return {
    code: "DUPLICATE_WORKFLOW_NAME",
    message: `Workflow "${name}" is in ${before} and in ${source.name}: types go by names, so each may stand once.`,
    fix: "Rename one of them, or leave one of the files out.",
    path: "name",
    place: { name: source.name },
  };
}

function outputSchemas(actions: readonly InstalledAction[]): OutputSchemas {
  const known = actions.map(
    ({ output, type }) => [type, output === undefined ? undefined : toJsonSchema(output, "output")] as const,
  );
  return new Map(known.filter((entry): entry is [string, JsonSchema] => entry[1] !== undefined));
}

function commandLine(files: readonly string[], out: string | undefined): string {
  return ["tutti types", ...files, ...(out === undefined ? [] : ["--out", out])].join(" ");
}
