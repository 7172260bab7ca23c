import type { WorkflowAccess } from "../access/access";
import { openServer } from "../access/open";
import { serverOf, type ServerTarget } from "../access/target";
import { checkConfig } from "../config/check-config";
import { loadConfig, type LoadedConfig } from "../config/load-config";
import type { TuttiConfig } from "../config/schema";
import { busyText } from "../control/busy";
import { CliError, type Diagnostic, fromIssue, toJson } from "../diagnostics/diagnostic";
import { explainFailure } from "../diagnostics/explain-failure";
import { renderDiagnostics } from "../diagnostics/render";
import type { Io } from "../io";
import { endLine, outputLines } from "../render/summary";
import { EXIT, type Report } from "../report";
import { type Executed, execute } from "../run/execute";
import { executeElsewhere, isOwn } from "../run/execute-elsewhere";
import { openOwnerOrReach, type OwnSession } from "../run/owner";
import { prepare } from "../run/prepare";
import { actionTypesIn, type Session, withSession } from "../run/session";
import { chooseView, type RunView } from "../run/views";
import { parseSource, type SourceData } from "../source/parse-source";
import { readSource, STDIN } from "../source/read-file";
import { chooseStorage, type FileChoice } from "../store/choice";
import { hasCode } from "../store/open";
import { type CommonOptions, type Look, lookOf, paintAll, refusedReport, userOf } from "./shared";

/** Options of `tutti run`. */
export interface RunOptions extends Omit<CommonOptions, "config"> {
  /** The configuration's file, or a configuration: that stores nothing, unless it says where. */
  readonly config?: string | TuttiConfig;
  /** Where to store: a file, or `memory`. */
  readonly storage?: string;
  /** Run it on the server with this address. */
  readonly server?: string;
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

/** Everything that a run is made with. */
interface Run {
  readonly data: SourceData;
  readonly options: RunOptions;
  readonly io: Io;
  readonly loaded: LoadedConfig;
  readonly look: Look;
  readonly view: RunView;
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
  // A program that brings its configuration is not led elsewhere by the environment.
  const target = typeof options.config === "object" ? undefined : serverOf(options, io);
  if (target !== undefined) return runOnServer({ data: parsed.data, options, io, look, view }, target);
  const loaded = await configOf(options, io);
  const made: Run = { data: parsed.data, options, io, loaded, look, view };
  const choice = chooseStorage(options.storage, loaded, io);
  return choice.kind === "memory" ? runInMemory(made) : runStored(made, choice);
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

/** A program that brings its configuration has no folder where a store would be expected. */
async function configOf({ config }: RunOptions, io: Io): Promise<LoadedConfig> {
  if (typeof config !== "object") return loadConfig(config, io);
  const checked = checkConfig({ name: "the configuration", value: config });
  return { config: { storage: { memory: true }, ...checked }, folder: io.cwd };
}

/** Runs the workflow on a server, and shows it here. */
async function runOnServer(made: Omit<Run, "loaded">, target: ServerTarget): Promise<RunReport> {
  const access = openServer(target);
  const prepared = await prepare(made.data, access, preparation(made));
  if (!prepared.ok) return refused(prepared.diagnostics, made.look);
  return toReport(await executeElsewhere(prepared.start, access, made), made);
}

async function runInMemory(made: Run): Promise<RunReport> {
  const { data, io, loaded } = made;
  return withSession({ loaded, types: actionTypesIn(data.value) }, io, (session) => runHere(made, session));
}

/** Runs the workflow in this process, or in the one that owns the store already. */
async function runStored(made: Run, file: FileChoice): Promise<RunReport> {
  const { data, io, loaded } = made;
  const owning = { loaded, file, label: "tutti run", types: actionTypesIn(data.value) };
  for (;;) {
    const opened = await orInMemory(() => openOwnerOrReach(owning, io), made);
    if (opened === undefined) return runInMemory(made);
    try {
      if (isOwn(opened)) return await runHere(made, opened);
      tell(made, `The store belongs to ${opened.runner}, which runs it.`);
      const prepared = await prepare(data, opened, preparation(made));
      if (!prepared.ok) return refused(prepared.diagnostics, made.look);
      return toReport(await executeElsewhere(prepared.start, opened, { ...made, owning }), made);
    } catch (error) {
      const busy = isOwn(opened) ? undefined : busyText(error);
      if (isOwn(opened) || busy === undefined) throw error;
      tell(made, `Waiting until it has ended: ${busy}`);
      await opened.gone;
    } finally {
      await (isOwn(opened) ? opened.stop() : opened.close());
    }
  }
}

/** Undefined: this Node.js has no SQLite. */
async function orInMemory<T>(open: () => Promise<T>, made: Run): Promise<T | undefined> {
  try {
    return await open();
  } catch (error) {
    if (hasCode(error, "STORAGE_UNSUPPORTED")) {
      tell(made, `${error.message} Nothing is stored; Node.js 22.13 or newer stores.`);
      return undefined;
    }
    if (!hasCode(error, "STORAGE_UNAVAILABLE")) throw error;
    const fix = "Name another file with --storage, or run without one: --storage memory.";
    throw new CliError({ code: "STORAGE_UNAVAILABLE", message: error.message, fix });
  }
}

/** Says something that is no part of the progress. */
function tell({ io, look, options }: Omit<Run, "loaded">, text: string): void {
  if (options.quiet !== true) io.stderr.write(`${look.err([{ text, as: "dim" }])}\n`);
}

/** Runs a workflow in an orchestrator of this process. */
export async function runHere(made: Omit<Run, "loaded">, session: Session | OwnSession): Promise<RunReport> {
  const { data, io, look, view } = made;
  const { orchestrator, voice } = session;
  voice.speakTo(view);
  const own = "access" in session ? session : undefined;
  if (own !== undefined && own.unfinished > 0) tell(made, unfinishedText(own.unfinished));
  const access = own?.access ?? inMemory(session);
  const prepared = await prepare(data, access, preparation(made));
  if (!prepared.ok) return refused(prepared.diagnostics, look);
  return toReport(await execute(prepared.start, { io, view, orchestrator, voice }), made);
}

function inMemory({ orchestrator }: Session): Pick<WorkflowAccess, "putWorkflow"> {
  const { workflows } = orchestrator;
  return { putWorkflow: (definition, user) => workflows.createWorkflow(definition, user) };
}

function unfinishedText(count: number): string {
  const what = count === 1 ? "1 unfinished execution goes" : `${count} unfinished executions go`;
  return `${what} on as well; tutti worker runs ${count === 1 ? "it to its" : "them to their"} end.`;
}

function preparation({ io, options }: Pick<Run, "io" | "options">) {
  const { param: texts = [], params: files = [] } = options;
  return { io, user: userOf(options, io), parameters: { texts, files } };
}

function refused(diagnostics: readonly Diagnostic[], look: Look): RunReport {
  return refusedReport(diagnostics, look, { execution: null });
}

function toReport(executed: Executed, { data, look, options }: Omit<Run, "loaded">): RunReport {
  const { board, result } = executed;
  const { execution, success } = result;
  const diagnostics = result.errors.map((issue) =>
    execution === null ? fromIssue(issue) : explainFailure(issue, execution, data),
  );
  const lines =
    options.quiet === true || execution === null
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
