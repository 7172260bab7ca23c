import type { ExecutionSummary, Workflow } from "@tutti/core";
import { suggest } from "@tutti/core/plugin";
import { CliError } from "../diagnostics/diagnostic";
import { printable } from "../terminal/text";
import type { Reading } from "./access";
import { findByName } from "./put-workflow";

/** Names the newest execution. */
const LAST = "last";
/** A shorter beginning of an id says too little. */
const SHORTEST = 4;
const WHOLE = 36;
const PAGE = 1000;
/** So many candidates are told. */
const MOST_CANDIDATES = 8;

/** The id of the execution that is meant: a whole id, a beginning that only one has, or `last`. */
export async function findExecution(reading: Reading, given: string): Promise<string> {
  if (given === LAST) return newest(reading);
  if (given.length >= WHOLE) return given;
  if (given.length < SHORTEST) throw tooShort(given);
  const found = await executionsBeginning(reading, given);
  const [only] = found;
  if (only === undefined) throw unknownExecution(given);
  if (found.length > 1) throw ambiguous(given, found);
  return only.execution_id;
}

/** What an id may stand for. */
export type Found =
  | { readonly kind: "execution"; readonly id: string }
  | { readonly kind: "workflow"; readonly workflow: Workflow };

/** The execution, or else the workflow, that is meant. */
export async function findAny(reading: Reading, given: string): Promise<Found> {
  const workflow = given === LAST ? undefined : await findWorkflow(reading, given);
  if (workflow !== undefined) return { kind: "workflow", workflow };
  return { kind: "execution", id: await findExecution(reading, given) };
}

/** The workflow with this id or name. */
async function findWorkflow(reading: Reading, given: string): Promise<Workflow | undefined> {
  const { workflow } = await reading.getWorkflow(given);
  return workflow ?? (await findByName(reading, given));
}

/** The workflow with this id or name; throws when there is none. */
export async function needWorkflow(reading: Reading, given: string): Promise<Workflow> {
  const found = await findWorkflow(reading, given);
  if (found !== undefined) return found;
  const { workflows } = await reading.listWorkflows({ limit: PAGE });
  const meant = suggest(
    given,
    workflows.map(({ name }) => name),
  );
  const question = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  throw new CliError({
    code: "UNKNOWN_WORKFLOW",
    message: `There is no file and no workflow "${given}".${question}`,
    fix: "tutti list shows the workflows that are stored.",
  });
}

async function newest(reading: Reading): Promise<string> {
  const { executions } = await reading.listExecutions({ limit: 1 });
  const [last] = executions;
  if (last !== undefined) return last.execution_id;
  const fix = "tutti run and tutti start make executions.";
  throw new CliError({ code: "UNKNOWN_EXECUTION", message: "There are no executions yet.", fix });
}

async function executionsBeginning(reading: Reading, start: string): Promise<readonly ExecutionSummary[]> {
  const wanted = start.toLowerCase();
  const found: ExecutionSummary[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Reading["listExecutions"]>> = await reading.listExecutions({
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.executions.filter(({ execution_id: id }) => id.startsWith(wanted)));
    cursor = found.length > MOST_CANDIDATES ? null : page.next_cursor;
  } while (cursor !== null);
  return found;
}

function tooShort(given: string): CliError {
  return new CliError({
    code: "UNKNOWN_EXECUTION",
    message: `"${given}" is too short for the beginning of an id.`,
    fix: `Give at least ${SHORTEST} characters, or last for the newest execution.`,
  });
}

/** The error for an id that no execution has. */
export function unknownExecution(given: string): CliError {
  return new CliError({
    code: "UNKNOWN_EXECUTION",
    message: `There is no execution "${given}".`,
    fix: "tutti executions lists them; last is the newest.",
  });
}

function ambiguous(given: string, found: readonly ExecutionSummary[]): CliError {
  const shown = found
    .slice(0, MOST_CANDIDATES)
    .map((one) => `${one.execution_id}  ${one.status}  ${printable(one.workflow_name)}`);
  const rest = found.length > MOST_CANDIDATES ? ["and more"] : [];
  return new CliError({
    code: "AMBIGUOUS_ID",
    message: [`The ids of several executions begin with "${given}":`, ...shown, ...rest].join("\n"),
    fix: "Give more characters.",
  });
}
