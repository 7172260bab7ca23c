import type { Execution, Workflow } from "@tutti/core";
import type { Reading } from "../access/access";
import { findAny, unknownExecution } from "../access/find";
import { openReading } from "../access/open";
import { targetOf } from "../access/target";
import { definitionOf } from "../access/put-workflow";
import type { Io } from "../io";
import { applyEvent, type Board, newBoard } from "../render/board";
import { executionDetails, progressOf, workflowDetails } from "../render/execution";
import { EXIT, type Report } from "../report";
import { type Line } from "../terminal/style";
import { type Look, lookOf, paintAll, type StoreOptions } from "./shared";

/** Shows an execution, or a workflow. */
export async function show(id: string, options: StoreOptions, io: Io): Promise<Report> {
  const look = lookOf(io, options);
  const reading = await openReading(await targetOf("show", options, io));
  try {
    const found = await findAny(reading, id);
    if (found.kind === "workflow") return showWorkflow(found.workflow, look);
    const { execution } = await reading.getExecution(found.id);
    if (execution === null) throw unknownExecution(id);
    const board = await boardOf(execution, reading);
    const json = { success: true, execution: { ...execution, progress: progressOf(execution, board) } };
    return reportOf(json, executionDetails(execution, board, { ...look, now: Date.now() }), look);
  } finally {
    await reading.close();
  }
}

/** The board of an execution as its events have left it. */
export async function boardOf(execution: Execution, reading: Reading): Promise<Board> {
  const { execution_id, workflow_id, workflow_name, workflow_revision } = execution;
  const { workflow } = await reading.getWorkflow(workflow_id, workflow_revision);
  const definition = workflow === null ? emptyDefinition(workflow_name) : definitionOf(workflow);
  const board = newBoard(definition);
  for (const event of await reading.pastEvents(execution_id, 1)) applyEvent(board, event);
  return board;
}

/** Stands for a revision that is gone. */
function emptyDefinition(name: string): ReturnType<typeof definitionOf> {
  return { name, parameters: [], actions: [] };
}

function showWorkflow(workflow: Workflow, look: Look): Report {
  return reportOf({ success: true, workflow }, workflowDetails(workflow, { ...look, now: Date.now() }), look);
}

function reportOf(json: object, lines: readonly Line[], look: Look): Report {
  return { exitCode: EXIT.ok, json, out: paintAll(lines, look.out), err: [] };
}
