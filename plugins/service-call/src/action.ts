import { type ActionContext, type DefinedAction, defineAction, type Json, type Token } from "@tutti/core";
import { type QueryValues, SERVICE_MESH, type ServiceMesh } from "@tutti/service-mesh";
import { configSchema, outputSchema, type ServiceCallConfig, type ServiceCallOutput } from "./config";
import { actionErrors } from "./errors";
import { examples } from "./examples";

/** The action as {@link serviceCallAction} makes it. */
export type ServiceCallAction = DefinedAction<
  ReturnType<typeof configSchema>,
  typeof outputSchema,
  { readonly mesh: Token<ServiceMesh> }
>;

/**
 * Makes the action `service_call`.
 *
 * @param problemOf Says why a service can't be called, or undefined: what it finds in a workflow is an
 * error when the workflow is created. By default nothing is looked at before a call.
 * @example
 * await serviceCallAction().withNeeds({ mesh }).execute({ service: "billing", endpoint: "/invoices" }, context);
 */
export function serviceCallAction(
  problemOf: (service: string) => string | undefined = () => undefined,
): ServiceCallAction {
  return defineAction({
    type: "service_call",
    description: "Calls a service by name over HTTP.",
    config: configSchema(problemOf),
    output: outputSchema,
    inject: { mesh: SERVICE_MESH },
    errors: actionErrors,
    examples,
    execute: (config, { mesh }, context) => call(mesh, config, context),
  });
}

async function call(
  mesh: ServiceMesh,
  config: ServiceCallConfig,
  context: ActionContext,
): Promise<ServiceCallOutput> {
  const { signal, idempotencyKey, traceparent, tracestate, baggage, correlationId, secrets } = context;
  const parameters = (config.parameters ?? undefined) as Json | undefined;
  const method = config.method ?? (parameters === undefined && config.body === undefined ? "GET" : "POST");
  const { timeout_seconds: seconds } = config;
  const answer = await mesh.getClient(config.service).makeRequest(method, config.endpoint, parameters, {
    headers: config.headers,
    query: config.query as QueryValues | undefined,
    timeoutMs: seconds === undefined ? undefined : seconds * 1000,
    body: config.body,
    expectStatus: config.expect_status,
    expectContentType: config.expect_content_type,
    saveTo: config.save_to,
    signal,
    idempotencyKey,
    traceparent,
    tracestate,
    baggage,
    correlationId,
    secrets,
  });
  return { status_code: answer.status_code, headers: { ...answer.headers }, response: answer.response };
}
