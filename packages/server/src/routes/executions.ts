import { principalOf } from "../auth/hook";
import { Refusal } from "../errors";
import { ROOT } from "../http/root";
import { type Route, route } from "../http/route";
import {
  executionListSchema,
  executionParams,
  executionQuery,
  executionSchema,
  startBody,
  waitQuery,
} from "../schemas/executions";
import { workflowParams } from "../schemas/workflows";
import { executionAnswer, toBody } from "./execution-body";
import type { RouteParts } from "./parts";
import { startOptions } from "./start-options";
import { visiblePage } from "./visible-page";
import { waitForEnd } from "./wait-for-end";

const tag = "executions";

const TRACE_HEADERS = {
  traceparent: "A W3C trace context to go on with.",
  tracestate: "What systems of tracing add to it.",
  baggage: "Names with values that go along to every service that is called (W3C Baggage).",
};

/** Starting executions and looking at them. */
export function executionRoutes(parts: RouteParts): readonly Route[] {
  return [start(parts), list(parts), get(parts)];
}

function start(parts: RouteParts): Route {
  const { access, callbacks, orchestrator } = parts;
  return route({
    method: "POST",
    path: `${ROOT}/workflows/{workflow_id}/executions`,
    scope: "run",
    operationId: "startExecution",
    tag,
    summary: "Starts an execution.",
    description:
      "Answers when the start is durable. With wait, answers when the execution has ended, or when the time is up. " +
      "With an idempotency_key that the workflow was started with before, answers the execution of that start.",
    params: workflowParams,
    query: waitQuery,
    body: { schema: startBody.optional(), required: false },
    requestHeaders: TRACE_HEADERS,
    responses: {
      200: { description: "It has ended: see its status.", schema: executionSchema },
      202: {
        description: "It is started, and has not ended.",
        schema: executionSchema,
        headers: { Location: "The execution's address." },
      },
    },
    problems: [404, 409, 422, 503],
    async handle({ body, params, query, request }) {
      const principal = principalOf(request);
      if (principal.tags !== undefined) await access.workflow(principal, params.workflow_id);
      const { callback_url: callback, parameters = {} } = body ?? {};
      if (callback !== undefined) callbacks.check(callback);
      const options = startOptions(body, request.headers);
      const { workflows } = orchestrator;
      const started = await workflows.startWorkflow(params.workflow_id, parameters, principal.id, options);
      if (!started.success) throw new Refusal(started);
      if (callback !== undefined) await callbacks.ask(started.execution.execution_id, callback);
      if (query.wait === undefined) return executionAnswer(started.execution);
      return waitForEnd(parts, started.execution, query.wait);
    },
  });
}

function list({ access, orchestrator }: RouteParts): Route {
  return route({
    method: "GET",
    path: `${ROOT}/executions`,
    scope: "read",
    operationId: "listExecutions",
    tag,
    summary: "Executions, newest first.",
    query: executionQuery,
    responses: { 200: { description: "A page.", schema: executionListSchema } },
    async handle({ query: { cursor, ...query }, request }) {
      const principal = principalOf(request);
      const read = async (from: string | undefined) => {
        const page = { ...query, ...(from === undefined ? {} : { cursor: from }) };
        const { executions, next_cursor } = await orchestrator.workflows.listExecutions(page);
        return { rows: executions, next_cursor };
      };
      const { next_cursor, rows } = await visiblePage(cursor, read, access.executionFilter(principal));
      return { status: 200, body: { executions: rows, next_cursor } };
    },
  });
}

function get({ access }: RouteParts): Route {
  return route({
    method: "GET",
    path: `${ROOT}/executions/{execution_id}`,
    scope: "read",
    operationId: "getExecution",
    tag,
    summary: "An execution as it stands.",
    params: executionParams,
    responses: { 200: { description: "The execution.", schema: executionSchema } },
    problems: [404],
    async handle({ params, request }) {
      return { status: 200, body: toBody(await access.execution(principalOf(request), params.execution_id)) };
    },
  });
}
