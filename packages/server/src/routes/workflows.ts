import type { Workflow } from "@tutti/core";
import type { FastifyRequest } from "fastify";
import { fits } from "../access";
import { principalOf } from "../auth/hook";
import { Refusal } from "../errors";
import { type Answer, type Route, route } from "../http/route";
import {
  definitionBody,
  patchBody,
  revisionQuery,
  validationSchema,
  workflowListSchema,
  workflowParams,
  workflowQuery,
  workflowSchema,
} from "../schemas/workflows";
import { etagOf, ifMatch, isKnown } from "./etag";
import { ROOT, type RouteParts } from "./parts";
import { replacement } from "./replacement";
import { visiblePage } from "./visible-page";

const tag = "workflows";
const IF_MATCH = { "If-Match": "The ETag of the revision to change; 412 when it is not the newest." };
const ETAG = { ETag: "The revision, for If-Match." };
const stored = { description: "The stored workflow.", schema: workflowSchema, headers: ETAG };

/** Creating, reading and changing workflows. */
export function workflowRoutes(parts: RouteParts): readonly Route[] {
  return [create(parts), validate(parts), list(parts), get(parts), put(parts), patch(parts), remove(parts)];
}

function create({ orchestrator }: RouteParts): Route {
  return route({
    method: "POST",
    path: `${ROOT}/workflows`,
    scope: "write",
    operationId: "createWorkflow",
    tag,
    summary: "Checks and stores a definition.",
    body: { schema: definitionBody, yaml: true },
    responses: {
      201: { ...stored, headers: { ...ETAG, Location: "The workflow's address." } },
    },
    problems: [422],
    async handle({ body, request }) {
      const created = await orchestrator.workflows.createWorkflow(body, principalOf(request).id);
      if (!created.success) throw new Refusal(created);
      const location = `${ROOT}/workflows/${created.workflow.workflow_id}`;
      return answer(created.workflow, { status: 201, headers: { location } });
    },
  });
}

function validate({ orchestrator }: RouteParts): Route {
  return route({
    method: "POST",
    path: `${ROOT}/workflows/validate`,
    scope: "read",
    operationId: "validateWorkflow",
    tag,
    summary: "Checks a definition and stores nothing.",
    body: { schema: definitionBody, yaml: true },
    responses: { 200: { description: "What the definition is worth.", schema: validationSchema } },
    async handle({ body }) {
      const { errors, plan, valid } = await orchestrator.workflows.validateWorkflow(body);
      return { status: 200, body: { valid, errors, plan } };
    },
  });
}

function list({ orchestrator }: RouteParts): Route {
  return route({
    method: "GET",
    path: `${ROOT}/workflows`,
    scope: "read",
    operationId: "listWorkflows",
    tag,
    summary: "Workflows, newest first.",
    query: workflowQuery,
    responses: { 200: { description: "A page.", schema: workflowListSchema } },
    async handle({ query: { cursor, ...query }, request }) {
      const principal = principalOf(request);
      const read = async (from: string | undefined) => {
        const page = { ...query, ...(from === undefined ? {} : { cursor: from }) };
        const { next_cursor, workflows } = await orchestrator.workflows.listWorkflows(page);
        return { rows: workflows, next_cursor };
      };
      const { next_cursor, rows } = await visiblePage(cursor, read, (row) => fits(principal, row));
      return { status: 200, body: { workflows: rows, next_cursor } };
    },
  });
}

function get({ access }: RouteParts): Route {
  return route({
    method: "GET",
    path: `${ROOT}/workflows/{workflow_id}`,
    scope: "read",
    operationId: "getWorkflow",
    tag,
    summary: "A workflow's newest revision, or another one.",
    params: workflowParams,
    query: revisionQuery,
    requestHeaders: { "If-None-Match": "An ETag; 304 when it is still right." },
    responses: { 200: stored, 304: { description: "Nothing has changed.", headers: ETAG } },
    problems: [404],
    async handle({ params, query, request }) {
      const workflow = await access.workflow(principalOf(request), params.workflow_id, query.revision);
      const etag = etagOf(workflow);
      return isKnown(request.headers, etag)
        ? { status: 304, headers: { etag } }
        : answer(workflow, { status: 200 });
    },
  });
}

function put(parts: RouteParts): Route {
  return route({
    method: "PUT",
    path: `${ROOT}/workflows/{workflow_id}`,
    scope: "write",
    operationId: "replaceWorkflow",
    tag,
    summary: "Stores a new revision in place of the whole definition.",
    description:
      "What the store adds (workflow_id, revision, created_by, …) may be there and is ignored; status counts.",
    params: workflowParams,
    body: { schema: definitionBody, yaml: true },
    requestHeaders: IF_MATCH,
    responses: { 200: stored },
    problems: [404, 409, 412, 422],
    handle: ({ body, params, request }) =>
      change(parts, { id: params.workflow_id, request, changes: (current) => replacement(current, body) }),
  });
}

function patch(parts: RouteParts): Route {
  return route({
    method: "PATCH",
    path: `${ROOT}/workflows/{workflow_id}`,
    scope: "write",
    operationId: "updateWorkflow",
    tag,
    summary: "Changes a workflow's description, tags or status: a new revision.",
    params: workflowParams,
    body: { schema: patchBody },
    requestHeaders: IF_MATCH,
    responses: { 200: stored },
    problems: [404, 409, 412, 422],
    handle: ({ body, params, request }) =>
      change(parts, { id: params.workflow_id, request, changes: () => body }),
  });
}

function remove({ access, orchestrator }: RouteParts): Route {
  return route({
    method: "DELETE",
    path: `${ROOT}/workflows/{workflow_id}`,
    scope: "write",
    operationId: "deleteWorkflow",
    tag,
    summary: "Deletes a workflow; its executions go on and stay readable.",
    params: workflowParams,
    responses: { 204: { description: "It is deleted." } },
    problems: [404],
    async handle({ params, request }) {
      await access.workflow(principalOf(request), params.workflow_id);
      const deleted = await orchestrator.workflows.deleteWorkflow(params.workflow_id);
      if (!deleted.success) throw new Refusal(deleted);
      return { status: 204 };
    },
  });
}

interface Change {
  readonly id: string;
  readonly request: FastifyRequest;
  readonly changes: (current: Workflow) => object;
}

/** Changes the newest revision. Nobody's change in between is lost: it is a conflict. */
async function change(
  { access, orchestrator }: RouteParts,
  { changes, id, request }: Change,
): Promise<Answer> {
  const principal = principalOf(request);
  const wanted = ifMatch(request.headers);
  const current = await access.workflow(principal, id);
  const expectedRevision = wanted ?? current.revision;
  const { workflows } = orchestrator;
  const changed = await workflows.updateWorkflow(id, changes(current), principal.id, { expectedRevision });
  if (changed.success) return answer(changed.workflow, { status: 200 });
  const isConflict = changed.errors[0]?.code === "REVISION_CONFLICT";
  throw new Refusal(changed, isConflict && wanted !== undefined ? 412 : undefined);
}

function answer(workflow: Workflow, { headers = {}, status }: Answer): Answer {
  return { status, headers: { etag: etagOf(workflow), ...headers }, body: workflow };
}
