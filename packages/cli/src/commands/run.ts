import type { TuttiConfig } from "../config/schema";
import { CliError, type Diagnostic, fromIssue, toJson } from "../diagnostics/diagnostic";
import { explainFailure } from "../diagnostics/explain-failure";
import { locateIssues } from "../diagnostics/locate-issue";
import { renderDiagnostics } from "../diagnostics/render";
import type { Io } from "../io";
import { endLine, outputLines } from "../render/summary";
import { EXIT, type Report } from "../report";
import { type Executed, execute } from "../run/execute";
import { readParameters } from "../run/parameters";
import { actionTypesIn, readDefinition, type Session, withSession } from "../run/session";
import { chooseView } from "../run/views";
import { parseSource, type SourceData } from "../source/parse-source";
import { readSource, STDIN } from "../source/read-file";
import { type CommonOptions, type Look, lookOf, paintAll, refusedReport } from "./shared";

/** Options of `tutti run`. */
export interface RunOptions extends Omit<CommonOptions, "config"> {
  /** The configuration's file, or a configuration. */
  readonly config?: string | TuttiConfig;
  /** Texts such as `user_age=25`. */
  readonly param?: readonly string[];
  /** Files with parameters. */
  readonly params?: readonly string[];
  readonly user?: string;
  readonly quiet?: boolean;
}

/** The report of a run, and what was seen of the execution when there was one. */
export interface RunReport extends Report {
  readonly executed?: Executed;
}

/**
 * Runs a workflow file, shows its progress, and reports how it ended.
 *
 * @example
 * const { exitCode, executed } = await run("flow.yaml", { param: ["user_name=Ada"] }, processIo());
 */
export async function run(file: string, options: RunOptions, io: Io): Promise<RunReport> {
  const look = lookOf(io, options);
  checkStdin(file, options.params);
  const parsed = parseSource(await readSource(file, io));
  if (!parsed.ok) return refused(parsed.diagnostics, look);
  const { json = false, quiet = false } = options;
  const view = chooseView(io, { json, quiet, colors: look.colors, symbols: look.symbols });
  const from =
    typeof options.config === "object" ? { config: options.config } : { configFile: options.config };
  return withSession({ ...from, types: actionTypesIn(parsed.data.value) }, io, async (opened) => {
    opened.voice.speakTo(view);
    const prepared = await prepare(parsed.data, { options, io, session: opened });
    if (!prepared.ok) return refused(prepared.diagnostics, look);
    const executed = await execute(prepared.start, { io, view, ...opened });
    return toReport(executed, parsed.data, { look, quiet });
  });
}

/** Standard input can be read once. */
function checkStdin(file: string, params: readonly string[] = []): void {
  if ([file, ...params].filter((name) => name === STDIN).length < 2) return;
  throw new CliError({
    code: "USAGE",
    message: "Standard input (-) is given for two files.",
    fix: "Give - once.",
  });
}

function refused(diagnostics: readonly Diagnostic[], look: Look): RunReport {
  return refusedReport(diagnostics, look, { execution: null });
}

interface Preparation {
  readonly options: RunOptions;
  readonly io: Io;
  readonly session: Session;
}

type Prepared =
  | { readonly ok: true; readonly start: Parameters<typeof execute>[0] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Everything that can be wrong is told before anything runs: the definition first, then the parameters. */
async function prepare(data: SourceData, { io, options, session }: Preparation): Promise<Prepared> {
  const read = readDefinition(data);
  if (!read.ok) return read;
  const user = options.user ?? io.env.USER ?? io.env.USERNAME ?? "cli";
  const { definition } = read;
  const created = await session.orchestrator.workflows.createWorkflow(data.value, user);
  if (!created.success) return { ok: false, diagnostics: locateIssues(created.errors, data) };
  const given = { texts: options.param ?? [], files: options.params ?? [] };
  const parameters = await readParameters(definition.parameters, given, io);
  if (!parameters.ok) return parameters;
  const { workflow_id } = created.workflow;
  return { ok: true, start: { workflowId: workflow_id, definition, parameters: parameters.values, user } };
}

interface Presentation {
  readonly look: Look;
  readonly quiet: boolean;
}

function toReport(executed: Executed, data: SourceData, { look, quiet }: Presentation): RunReport {
  const { board, result } = executed;
  const { execution, success } = result;
  const diagnostics = result.errors.map((issue) =>
    execution === null ? fromIssue(issue) : explainFailure(issue, execution, data),
  );
  const lines =
    quiet || execution === null
      ? []
      : [endLine(board, look.symbols), ...outputLines(execution, look.isTerminal ? look.columns : undefined)];
  return {
    // What never began was wrong from the beginning.
    exitCode: success ? EXIT.ok : execution === null ? EXIT.invalid : EXIT.failed,
    json: { success, execution, errors: diagnostics.map(toJson) },
    out: paintAll(lines, look.out),
    err: paintAll(renderDiagnostics(diagnostics), look.err),
    executed,
  };
}
