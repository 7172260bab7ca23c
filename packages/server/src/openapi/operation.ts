import { STATUS_CODES } from "node:http";
import { z } from "zod";
import type { ResponseSpec, Route } from "../http/route";
import type { JsonSchema, SchemaCollection } from "./json-schema";

/** What every route can answer. */
const COMMON_PROBLEMS = [400, 429, 500, 503];

/** What only a method that can have a body can answer, and what only a route that takes one. */
const METHOD_PROBLEMS = [413, 415];
const BODY_PROBLEMS = [422];

/** A route as the document has it. */
export function toOperation(route: Route, collection: SchemaCollection): JsonSchema {
  const { body, description, operationId, scope, summary, tag } = route;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(scope === "public" ? { security: [] } : { "x-scope": scope }),
    parameters: [...parametersOf(route, collection), ...headersOf(route)],
    ...(body === undefined ? {} : { requestBody: requestBodyOf(body, collection) }),
    responses: { ...responsesOf(route, collection), ...problemsOf(route) },
  };
}

function parametersOf({ params, query }: Route, collection: SchemaCollection): JsonSchema[] {
  const parameter = (place: "path" | "query", name: string, schema: z.ZodType): JsonSchema => {
    const { description, ...rest } = collection.add(schema);
    return {
      name,
      in: place,
      required: place === "path",
      ...(description === undefined ? {} : { description }),
      ...(rest.type === "array" ? { style: "form", explode: false } : {}),
      schema: rest,
    };
  };
  return [
    ...fieldsOf(params).map(([name, schema]) => parameter("path", name, schema)),
    ...fieldsOf(query).map(([name, schema]) => parameter("query", name, schema)),
  ];
}

function fieldsOf(schema: z.ZodType | undefined): [string, z.ZodType][] {
  return schema instanceof z.ZodObject ? Object.entries<z.ZodType>(schema.shape) : [];
}

function headersOf({ requestHeaders = {} }: Route): JsonSchema[] {
  return Object.entries(requestHeaders).map(([name, description]) => ({
    name,
    in: "header",
    required: false,
    description,
    schema: { type: "string" },
  }));
}

function requestBodyOf(
  { raw = false, required = true, schema, yaml = false }: NonNullable<Route["body"]>,
  collection: SchemaCollection,
): JsonSchema {
  const media = { schema: collection.add(schema, "input") };
  const types = raw ? ["*/*"] : ["application/json", ...(yaml ? ["application/yaml"] : [])];
  return { required, content: Object.fromEntries(types.map((type) => [type, media])) };
}

function responsesOf({ responses }: Route, collection: SchemaCollection): JsonSchema {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [status, responseOf(response, collection)]),
  );
}

function responseOf(
  { contentTypes = ["application/json"], description, headers = {}, schema }: ResponseSpec,
  collection: SchemaCollection,
): JsonSchema {
  const described = Object.entries(headers).map(([name, text]) => [
    name,
    { description: text, schema: { type: "string" } },
  ]);
  const content = (type: string): [string, JsonSchema] => [
    type,
    { schema: /json/.test(type) && schema !== undefined ? collection.add(schema) : { type: "string" } },
  ];
  return {
    description,
    ...(described.length === 0 ? {} : { headers: Object.fromEntries(described) as JsonSchema }),
    ...(schema === undefined ? {} : { content: Object.fromEntries(contentTypes.map(content)) }),
  };
}

function problemsOf({ body, method, problems = [], scope }: Route): JsonSchema {
  const auth = scope === "public" ? [] : [401, 403];
  const ofMethod = method === "GET" ? [] : METHOD_PROBLEMS;
  const ofBody = body === undefined ? [] : BODY_PROBLEMS;
  const all = new Set([...COMMON_PROBLEMS, ...auth, ...problems, ...ofMethod, ...ofBody]);
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return Object.fromEntries(
    [...all]
      .toSorted((a, b) => a - b)
      .map((status) => [
        String(status),
        { description: STATUS_CODES[status] ?? "Error", ...retryAfter(status), content },
      ]),
  );
}

function retryAfter(status: number): JsonSchema {
  if (status !== 429 && status !== 503) return {};
  const seconds = { description: "Seconds to wait.", schema: { type: "string" } };
  return { headers: { "Retry-After": seconds } };
}
