import type { Orchestrator, PlanView, ValidationResult } from "@tutti/core";
import { CliError, type Diagnostic, toJson } from "../diagnostics/diagnostic";
import { locateIssues } from "../diagnostics/locate-issue";
import { renderDiagnostics } from "../diagnostics/render";
import type { Io } from "../io";
import { EXIT, type Report } from "../report";
import { actionTypesIn, withSession } from "../run/session";
import { parseSource, type ParsedSource } from "../source/parse-source";
import { readSource } from "../source/read-file";
import { workflowFiles } from "../source/workflow-files";
import { type Line, span } from "../terminal/style";
import { printable } from "../terminal/text";
import { type CommonOptions, type Look, lookOf, paintAll } from "./shared";

/** What a file is worth. */
export interface FileResult {
  readonly file: string;
  readonly name: string | null;
  readonly plan: PlanView | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks workflow files, and tells everything that is wrong with each. */
export async function validate(files: readonly string[], options: CommonOptions, io: Io): Promise<Report> {
  const parsed: (readonly [file: string, parsed: ParsedSource])[] = [];
  for (const file of workflowFiles(files)) parsed.push([file, await readParsed(file, io)]);
  const types = actionTypesIn(parsed.map(([, one]) => (one.ok ? one.data.value : null)));
  const results = await withSession({ configFile: options.config, types }, io, ({ orchestrator }) =>
    Promise.all(parsed.map(([file, one]) => check(file, one, orchestrator))),
  );
  return report(results, lookOf(io, options));
}

/** Reads and parses a file. */
export async function readParsed(file: string, io: Io): Promise<ParsedSource> {
  try {
    return parseSource(await readSource(file, io));
  } catch (error) {
    if (error instanceof CliError) return { ok: false, diagnostics: error.diagnostics };
    throw error;
  }
}

/** Checks a workflow file that was read. */
export async function check(
  file: string,
  parsed: ParsedSource,
  { workflows }: Orchestrator,
): Promise<FileResult> {
  if (!parsed.ok) return { file, name: null, plan: null, diagnostics: parsed.diagnostics };
  const { value } = parsed.data;
  const name = nameOf(value);
  // Text would be taken for JSON once more.
  const result: ValidationResult = await workflows.validateWorkflow(
    typeof value === "string" ? [value] : value,
  );
  return { file, name, plan: result.plan, diagnostics: locateIssues(result.errors, parsed.data) };
}

function nameOf(value: unknown): string | null {
  const { name } = (value ?? {}) as { readonly name?: unknown };
  return typeof name === "string" ? name : null;
}

function report(results: readonly FileResult[], look: Look): Report {
  const isValid = results.every(({ diagnostics }) => diagnostics.length === 0);
  const files = results.map(({ diagnostics, file, name, plan }) => ({
    file,
    success: diagnostics.length === 0,
    name,
    plan,
    errors: diagnostics.map(toJson),
  }));
  const valid = results.filter(({ diagnostics }) => diagnostics.length === 0);
  const invalid = results.filter(({ diagnostics }) => diagnostics.length > 0);
  return {
    exitCode: isValid ? EXIT.ok : EXIT.invalid,
    json: { success: isValid, files },
    out: paintAll(
      valid.map((one) => validLine(one, look)),
      look.out,
    ),
    err: paintAll(
      invalid.flatMap((one) => invalidLines(one, look)),
      look.err,
    ),
  };
}

/** A line for a file that is right. */
export function validLine({ file, name, plan }: FileResult, { symbols }: Look): Line {
  const actions = plan?.actions.length ?? 0;
  const what = `"${printable(name ?? "")}" is valid, ${actions} action${actions === 1 ? "" : "s"}`;
  return [span(symbols.completed, "green"), ` ${printable(file)}: ${what}`];
}

/** Everything that is wrong with a file. */
export function invalidLines({ diagnostics, file }: FileResult, { symbols }: Look): Line[] {
  const errors = diagnostics.length;
  const closing = ` ${printable(file)}: ${errors} error${errors === 1 ? "" : "s"}`;
  return [...renderDiagnostics(diagnostics), [span(symbols.failed, "red"), closing]];
}
