import { describe } from "../errors";
import type { Json } from "../json/json";
import { event, type Failure, type RunEvent } from "./events";
import type { RunState, RunStatus } from "./state";

/** What a user can ask of an execution. */
export type RunRequest =
  | { readonly kind: "cancel"; readonly by: string; readonly reason?: string }
  | { readonly kind: "pause"; readonly by: string }
  | { readonly kind: "resume"; readonly by: string }
  | { readonly kind: "retry"; readonly by: string }
  | { readonly kind: "signal"; readonly by: string; readonly name: string; readonly payload: Json };

/** The events that answer a request (none: it is so already), or the statuses that would allow it. */
export type RequestAnswer =
  | { readonly accepted: true; readonly events: readonly RunEvent[] }
  | { readonly accepted: false; readonly allowed: readonly RunStatus[] };

const OPEN: readonly RunStatus[] = ["pending", "running", "waiting", "paused"];

/** Decides what a request does to an execution. Pure. */
export function answer(state: RunState, request: RunRequest): RequestAnswer {
  const allowed = allowedFor(request.kind);
  if (!allowed.includes(state.status)) return { accepted: false, allowed };
  return { accepted: true, events: eventsFor(state, request) };
}

function allowedFor(kind: RunRequest["kind"]): readonly RunStatus[] {
  switch (kind) {
    case "cancel":
    case "signal":
      return OPEN;
    case "pause":
      return ["running", "waiting", "paused"];
    case "resume":
      return ["paused"];
    case "retry":
      return ["failed", "cancelled"];
  }
}

function eventsFor(state: RunState, request: RunRequest): RunEvent[] {
  switch (request.kind) {
    case "cancel":
      return state.ending === null
        ? [event("execution.cancelling", { by: request.by, error: cancelled(request) })]
        : [];
    case "pause":
      return state.paused ? [] : [event("execution.paused", { by: request.by })];
    case "resume":
      return [event("execution.resumed", { by: request.by })];
    case "retry":
      return [event("execution.retried", { by: request.by })];
    case "signal":
      return [event("signal.received", { name: request.name, payload: request.payload, by: request.by })];
  }
}

function cancelled({ by, reason }: { readonly by: string; readonly reason?: string }): Failure {
  const params = reason === undefined ? { by } : { by, reason };
  const { message } = describe("EXECUTION_CANCELLED", params);
  return { code: "EXECUTION_CANCELLED", message, action_id: null, attempt: null };
}
