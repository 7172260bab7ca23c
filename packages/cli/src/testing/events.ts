import { type CloudEvent, type Json, parseDefinition, type WorkflowDefinition } from "@tutti/core";
import { applyEvent, type Board, newBoard } from "../render/board";

/** When the executions of tests begin. */
export const BEGIN = Date.parse("2026-01-01T12:00:00.000Z");

/** An event as the engine tells it, some ms after the beginning. */
export function event(type: string, ms = 0, data: Json = {}): CloudEvent {
  return {
    specversion: "1.0",
    id: `${type}:${ms}`,
    source: "/test",
    type: `tutti.${type}`,
    time: new Date(BEGIN + ms).toISOString(),
    datacontenttype: "application/json",
    correlationid: "test",
    data,
  };
}

/** A definition from the parts that matter. */
export function definition(parts: object): WorkflowDefinition {
  const parsed = parseDefinition({ name: "Test", ...parts });
  if (!parsed.success) throw new Error(JSON.stringify(parsed.errors));
  return parsed.definition;
}

/** Actions that do nothing in particular. */
export function actions(...ids: readonly string[]): object[] {
  return ids.map((action_id) => ({ action_id, action_type: "notification", config: { message: "hi" } }));
}

/** A board that has followed some events. */
export function boardAfter(workflow: WorkflowDefinition, ...events: readonly CloudEvent[]): Board {
  const board = newBoard(workflow);
  for (const one of [event("execution.started"), ...events]) applyEvent(board, one);
  return board;
}
