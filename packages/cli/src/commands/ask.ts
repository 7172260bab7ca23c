import type { ExecutionResult } from "@tutti/core";
import type { Json } from "@tutti/core/plugin";
import type { Ask } from "../access/access";
import { findExecution } from "../access/find";
import { withAccess } from "../access/open";
import { targetOf } from "../access/target";
import { CliError, fromIssue } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { statusSpan } from "../render/lists";
import { EXIT, type Report } from "../report";
import { parseSource } from "../source/parse-source";
import { readSource } from "../source/read-file";
import { type Line, span } from "../terminal/style";
import { printable } from "../terminal/text";
import { type Look, lookOf, paintAll, refusedReport, type StoreOptions, userOf } from "./shared";

/** Options of the commands that ask something of an execution. */
export interface AskOptions extends StoreOptions {
  readonly user?: string;
}

/** Options of `tutti signal`. */
export interface SignalOptions extends AskOptions {
  readonly payload?: string;
  readonly payloadFile?: string;
}

const DONE: Readonly<Record<Ask["kind"], string>> = {
  cancel: "is being cancelled",
  pause: "pauses",
  resume: "goes on",
  retry: "goes on from what failed",
  rerun: "runs again",
  signal: "got the signal",
};

/** Asks something of an execution: of the process that runs it, or for its next start. */
export async function ask(
  id: string,
  wish: Ask,
  { io, options }: { io: Io; options: AskOptions },
): Promise<Report> {
  const look = lookOf(io, options);
  const target = await targetOf(wish.kind, options, io);
  return withAccess(target, io, async (access) => {
    const executionId = await findExecution(access, id);
    const result = await access.ask(executionId, wish, userOf(options, io));
    return askedReport(result, DONE[wish.kind], { look, isRun: access.runner !== null });
  });
}

/** Sends an execution a signal. */
export async function signal(
  id: string,
  name: string,
  given: { io: Io; options: SignalOptions },
): Promise<Report> {
  return ask(id, { kind: "signal", name, payload: await payloadOf(given.options, given.io) }, given);
}

/** How what was asked is reported. */
export interface Asked {
  readonly look: Look;
  /** Does a process run the store? */
  readonly isRun: boolean;
}

/** The report of something that was asked. */
export function askedReport(
  { errors, execution, success }: ExecutionResult,
  done: string,
  { isRun, look }: Asked,
): Report {
  if (!success)
    return refusedReport(
      errors.map((issue) => ({ ...fromIssue(issue), fix: fixOf(issue) })),
      look,
      { execution },
    );
  const { execution_id, status, workflow_name } = execution;
  const line: Line = [
    span(execution_id, "bold"),
    ` ${printable(workflow_name)} ${done}: `,
    statusSpan(status, look.symbols),
  ];
  return {
    exitCode: EXIT.ok,
    json: { success, execution, running: isRun, errors: [] },
    out: paintAll([line], look.out),
    err: isRun || execution.completed_at !== null ? [] : paintAll([NOTHING_RUNS], look.err),
  };
}

/** What is said when a request waits for somebody who runs it. */
export const NOTHING_RUNS: Line = [
  span("Nothing runs this store now: tutti worker goes on with it.", "yellow"),
];

/** Core's advice is for those who hold the orchestrator. */
function fixOf({ code, fix }: { readonly code: string; readonly fix: string }): string {
  if (code === "UNKNOWN_EXECUTION") return "tutti executions lists them; last is the newest.";
  if (code === "INVALID_STATE") return "tutti show tells its status.";
  if (code === "WORKFLOW_INACTIVE") return "Use a workflow that is active; tutti list shows them.";
  return fix;
}

async function payloadOf({ payload, payloadFile }: SignalOptions, io: Io): Promise<Json> {
  if (payloadFile !== undefined) {
    const parsed = parseSource(await readSource(payloadFile, io));
    if (!parsed.ok) throw new CliError(...parsed.diagnostics);
    return parsed.data.value as Json;
  }
  if (payload === undefined) return null;
  try {
    return JSON.parse(payload) as Json;
  } catch (error) {
    throw new CliError({
      code: "USAGE",
      message: `The payload is no JSON: ${error instanceof Error ? error.message : String(error)}.`,
      fix: `Write JSON, such as --payload '{"ok":true}' or, for a text, --payload '"yes"'.`,
    });
  }
}
