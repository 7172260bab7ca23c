import type { FastifyRequest } from "fastify";
import { principalOf } from "../auth/hook";
import type { Principal } from "../auth/principal";
import { ROOT } from "../http/root";
import { type Answer, type Route, route } from "../http/route";
import { eventListSchema, eventsQuery, journalQuery } from "../schemas/events";
import { executionParams } from "../schemas/executions";
import { type EventSourceParts, eventSource } from "../sse/event-source";
import { followExecution } from "../sse/follow-execution";
import { followAll } from "../sse/follow-all";
import { accepts } from "./accept";
import { lastEventId } from "./last-event-id";
import type { RouteParts } from "./parts";
import { hasEnded } from "./wait-for-end";

const tag = "events";
const SSE = "text/event-stream";
const LAST_ID = { "Last-Event-ID": "The id of the last event that the client has: go on behind it." };
const SSE_HEADERS = {
  "content-type": SSE,
  "cache-control": "no-cache, no-transform",
  // Tells proxies that they must not wait until there is more.
  "x-accel-buffering": "no",
};

/** What happens, as it happens. */
export function eventRoutes(parts: RouteParts): readonly Route[] {
  return [journal(parts), all(parts)];
}

function journal(parts: RouteParts): Route {
  const { access, orchestrator } = parts;
  return route({
    method: "GET",
    path: `${ROOT}/executions/{execution_id}/events`,
    scope: "read",
    operationId: "getExecutionEvents",
    tag,
    summary: "An execution's events: its journal, or live until it has ended.",
    description:
      "As JSON, what there is. As Server-Sent Events, also what comes, in order and without gap; the id is the " +
      "sequence. The stream ends when the execution has ended; who comes back then gets 204.",
    params: executionParams,
    query: journalQuery,
    requestHeaders: LAST_ID,
    responses: {
      200: { description: "The events.", schema: eventListSchema, contentTypes: ["application/json", SSE] },
      204: { description: "It has ended, and the client has all of its events." },
    },
    problems: [404, 406],
    async handle({ params, query, request }) {
      const { execution_id } = params;
      const { status } = await access.execution(principalOf(request), execution_id);
      const after = lastEventId(request, query.after);
      if (accepts(request.headers, ["application/json", SSE]) === SSE)
        return live(parts, {
          request,
          executionId: execution_id,
          after: after ?? 0,
          isOver: hasEnded({ status }),
        });
      const events = await orchestrator.events.history(execution_id, (after ?? 0) + 1);
      return { status: 200, body: { events } };
    },
  });
}

interface Live {
  readonly request: FastifyRequest;
  readonly executionId: string;
  readonly after: number;
  readonly isOver: boolean;
}

async function live(parts: RouteParts, { after, executionId, isOver, request }: Live): Promise<Answer> {
  const { bell, orchestrator } = parts;
  const { events, workflows } = orchestrator;
  if (isOver && after > 0 && (await events.history(executionId, after + 1)).length === 0)
    return { status: 204 };
  return stream(parts, request, (signal) => {
    const listener = bell.listen(executionId);
    signal.addEventListener("abort", () => {
      listener.close();
      listener.wake();
    });
    const ended = async (): Promise<boolean> => {
      const { execution } = await workflows.getExecution(executionId);
      return execution === null || hasEnded(execution);
    };
    return {
      after,
      batches: followExecution({ events, executionId, after, listener, hasEnded: ended, signal }),
      idOf: ({ sequence = 0 }) => sequence,
      // What happened in another process rings no bell here.
      onHeartbeat: () => listener.wake(),
    };
  });
}

function all(parts: RouteParts): Route {
  const { access, orchestrator } = parts;
  return route({
    method: "GET",
    path: `${ROOT}/events`,
    scope: "read",
    operationId: "streamEvents",
    tag,
    summary: "All events that the caller may see, live.",
    description:
      "Server-Sent Events; the id is the position among all events. The stream begins with an id without an event: " +
      "who comes back with it has missed nothing.",
    query: eventsQuery,
    requestHeaders: LAST_ID,
    responses: { 200: { description: "The events.", schema: eventListSchema, contentTypes: [SSE] } },
    problems: [406],
    async handle({ query: { after, ...query }, request }) {
      accepts(request.headers, [SSE]);
      const principal = principalOf(request);
      const { events } = orchestrator;
      const position = lastEventId(request, after) ?? (await events.lastPosition());
      return stream(parts, request, (signal) => ({
        after: position,
        batches: followAll({
          events,
          filter: query,
          after: position,
          sees: sees(principal),
          signal,
        }),
        idOf: (event) => event.position ?? 0,
      }));
    },
  });

  function sees(principal: Principal) {
    if (principal.tags === undefined) return undefined;
    return ({ workflowid }: { readonly workflowid?: string }): Promise<boolean> =>
      access.seesWorkflow(principal, workflowid);
  }
}

type Source = Pick<EventSourceParts, "after" | "batches" | "idOf" | "onHeartbeat">;

/** Opens a stream, unless there are too many. Who asks for the headers alone gets no more. */
function stream(parts: RouteParts, request: FastifyRequest, open: (signal: AbortSignal) => Source): Answer {
  if (request.method === "HEAD") return { status: 200, headers: SSE_HEADERS };
  const { gate, limits, timer } = parts;
  const { leave, signal } = gate.enter(request);
  const source = eventSource({ ...open(signal), signal, timer, heartbeatMs: limits.heartbeatSeconds * 1000 });
  source.once("close", leave);
  return { status: 200, headers: SSE_HEADERS, stream: source };
}
