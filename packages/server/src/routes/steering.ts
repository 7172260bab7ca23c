import type { ExecutionResult, WorkflowManagementService } from "@tutti/core";
import type { z } from "zod";
import { principalOf } from "../auth/hook";
import { Refusal } from "../errors";
import { type Route, type RouteSpec, route } from "../http/route";
import {
  cancelBody,
  executionParams,
  executionSchema,
  signalBody,
  signalParams,
} from "../schemas/executions";
import { executionAnswer } from "./execution-body";
import { ROOT, type RouteParts } from "./parts";

const common = {
  method: "POST",
  scope: "run",
  tag: "executions",
  responses: {
    202: {
      description: "It is accepted and durable; the execution as it stands.",
      schema: executionSchema,
      headers: { Location: "The execution's address." },
    },
  },
  problems: [404, 409, 422, 503],
} as const satisfies Partial<RouteSpec<z.ZodType, z.ZodType, z.ZodType>>;

/** Steering executions that there are. */
export function steeringRoutes(parts: RouteParts): readonly Route[] {
  return [
    cancel(parts),
    simple(parts, { name: "pause", summary: "Lets running actions end and starts no more." }),
    simple(parts, { name: "resume", summary: "Goes on with a paused execution." }),
    simple(parts, {
      name: "retry",
      summary: "Goes on with a failed or cancelled execution; what completed is kept.",
    }),
    simple(parts, { name: "rerun", summary: "Starts a new execution with the same parameters." }),
    signal(parts),
  ];
}

function cancel({ access, orchestrator }: RouteParts): Route {
  return route({
    ...common,
    path: `${ROOT}/executions/{execution_id}/cancel`,
    operationId: "cancelExecution",
    summary: "Cancels an execution: what runs is stopped, what completed is compensated.",
    params: executionParams,
    body: { schema: cancelBody, required: false },
    async handle({ body, params, request }) {
      const principal = principalOf(request);
      await access.checkExecution(principal, params.execution_id);
      const reason = body?.reason === undefined ? {} : { reason: body.reason };
      return accepted(
        await orchestrator.workflows.cancelExecution(params.execution_id, principal.id, reason),
      );
    },
  });
}

function signal({ access, orchestrator }: RouteParts): Route {
  return route({
    ...common,
    path: `${ROOT}/executions/{execution_id}/signals/{name}`,
    operationId: "signalExecution",
    summary: "Sends an execution a signal. One that nobody waits for yet is kept.",
    params: signalParams,
    body: { schema: signalBody, required: false },
    async handle({ body = null, params, request }) {
      const principal = principalOf(request);
      const { execution_id, name } = params;
      await access.checkExecution(principal, execution_id);
      return accepted(await orchestrator.workflows.signalExecution(execution_id, name, body, principal.id));
    },
  });
}

type Simple = "pause" | "resume" | "retry" | "rerun";

function simple(
  { access, orchestrator }: RouteParts,
  { name, summary }: { readonly name: Simple; readonly summary: string },
): Route {
  const method = `${name}Execution` as const satisfies keyof WorkflowManagementService;
  return route({
    ...common,
    path: `${ROOT}/executions/{execution_id}/${name}`,
    operationId: method,
    summary,
    params: executionParams,
    async handle({ params, request }) {
      const principal = principalOf(request);
      await access.checkExecution(principal, params.execution_id);
      return accepted(await orchestrator.workflows[method](params.execution_id, principal.id));
    },
  });
}

function accepted(result: ExecutionResult) {
  if (!result.success) throw new Refusal(result);
  return executionAnswer(result.execution);
}
