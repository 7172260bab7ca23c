import { existsSync } from "node:fs";
import path from "node:path";
import type { ExecutionResult } from "@tutti/core";
import type { WorkflowAccess } from "../access/access";
import { needWorkflow } from "../access/find";
import { withAccess } from "../access/open";
import { type Target, targetOf } from "../access/target";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { EXIT, type Report } from "../report";
import type { Start } from "../run/execute";
import { readParameters } from "../run/parameters";
import { prepare, type Prepared } from "../run/prepare";
import { actionTypesIn } from "../run/session";
import { parseSource } from "../source/parse-source";
import { readSource, STDIN } from "../source/read-file";
import { type AskOptions, askedReport, NOTHING_RUNS } from "./ask";
import { type Look, lookOf, paintAll, refusedReport, userOf } from "./shared";

/** Options of `tutti start`. */
export interface StartOptions extends AskOptions {
  readonly param?: readonly string[];
  readonly params?: readonly string[];
  readonly idempotencyKey?: string;
}

interface Starting {
  readonly target: Target;
  readonly options: StartOptions;
  readonly io: Io;
  readonly look: Look;
}

/** Starts a workflow, of a file or one that is stored, and does not wait for it. */
export async function start(given: string, options: StartOptions, io: Io): Promise<Report> {
  const target = await targetOf("start", options, io);
  const starting: Starting = { target, options, io, look: lookOf(io, options) };
  return isFile(given, io) ? startFile(given, starting) : startStored(given, starting);
}

function isFile(given: string, { cwd }: Io): boolean {
  return given === STDIN || /\.(?:ya?ml|json)$/i.test(given) || existsSync(path.resolve(cwd, given));
}

async function startFile(file: string, starting: Starting): Promise<Report> {
  const { io, look, target } = starting;
  const parsed = parseSource(await readSource(file, io));
  if (!parsed.ok) throw new CliError(...parsed.diagnostics);
  const { data } = parsed;
  return withAccess({ ...target, types: actionTypesIn(data.value) }, io, async (access) => {
    const prepared = await prepare(data, access, preparation(starting));
    return prepared.ok ? startPrepared(prepared.start, access, starting) : refused(prepared, look);
  });
}

async function startStored(given: string, starting: Starting): Promise<Report> {
  const { io, look, target } = starting;
  const { parameters: texts, user } = preparation(starting);
  return withAccess(target, io, async (access) => {
    const definition = await needWorkflow(access, given);
    const parameters = await readParameters(definition.parameters, texts, io);
    if (!parameters.ok) return refused(parameters, look);
    const workflowId = definition.workflow_id;
    return startPrepared({ workflowId, definition, parameters: parameters.values, user }, access, starting);
  });
}

function preparation({ io, options }: Starting) {
  const { param: texts = [], params: files = [] } = options;
  return { io, user: userOf(options, io), parameters: { texts, files } };
}

function refused({ diagnostics }: Extract<Prepared, { ok: false }>, look: Look): Report {
  return refusedReport(diagnostics, look, { execution: null });
}

async function startPrepared(
  { parameters, user, workflowId }: Start,
  access: WorkflowAccess,
  { look, options }: Starting,
): Promise<Report> {
  const { idempotencyKey } = options;
  const result: ExecutionResult = await access.start({ workflowId, parameters, user, idempotencyKey });
  const isRun = access.runner !== null;
  if (!result.success) return askedReport(result, "", { look, isRun });
  const { completed_at, execution_id } = result.execution;
  return {
    exitCode: EXIT.ok,
    json: { success: true, execution: result.execution, running: isRun, errors: [] },
    // The id alone, for scripts.
    out: [execution_id],
    err: isRun || completed_at !== null ? [] : paintAll([NOTHING_RUNS], look.err),
  };
}
