import { suggest } from "@tutti/core/plugin";
import { EXECUTION_STATUSES, type ExecutionStatus } from "@tutti/core/runtime";
import type { Reading } from "../access/access";
import { needWorkflow } from "../access/find";
import { openReading } from "../access/open";
import { targetOf } from "../access/target";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { executionLines } from "../render/lists";
import type { Report } from "../report";
import { parseMoment } from "../terminal/moment";
import { type PageOptions, pageReport } from "./list";
import { limitOf } from "./numbers";
import { lookOf } from "./shared";

/** Options of `tutti executions`. */
export interface ExecutionsOptions extends PageOptions {
  readonly status?: readonly string[];
  readonly workflow?: string;
  readonly user?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Lists executions, newest first. */
export async function executions(options: ExecutionsOptions, io: Io): Promise<Report> {
  const look = lookOf(io, options);
  const now = Date.now();
  const query = queryOf(options, now);
  const reading = await openReading(await targetOf("executions", options, io));
  try {
    const page = await reading.listExecutions({ ...query, ...(await workflowOf(options, reading)) });
    const lines = executionLines(page.executions, { ...look, now });
    return pageReport(page, lines, { look, nothing: "No executions." });
  } finally {
    await reading.close();
  }
}

function queryOf({ cursor, limit, since, status, until, user }: ExecutionsOptions, now: number) {
  return {
    limit: limitOf(limit),
    ...(cursor === undefined ? {} : { cursor }),
    ...(status === undefined ? {} : { status: status.flatMap((text) => text.split(",")).map(statusOf) }),
    ...(user === undefined ? {} : { created_by: user }),
    ...(since === undefined ? {} : { since: parseMoment("--since", since, now) }),
    ...(until === undefined ? {} : { until: parseMoment("--until", until, now) }),
  };
}

async function workflowOf({ workflow }: ExecutionsOptions, reading: Reading): Promise<object> {
  return workflow === undefined ? {} : { workflow_id: (await needWorkflow(reading, workflow)).workflow_id };
}

function statusOf(text: string): ExecutionStatus {
  const status = EXECUTION_STATUSES.find((one) => one === text);
  if (status !== undefined) return status;
  const meant = suggest(text, EXECUTION_STATUSES);
  throw new CliError({
    code: "USAGE",
    message: `There is no status "${text}".${meant === undefined ? "" : ` Did you mean "${meant}"?`}`,
    fix: `Give one of ${EXECUTION_STATUSES.join(", ")}.`,
  });
}
