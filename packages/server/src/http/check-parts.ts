import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type ProblemItem, ServerError } from "../errors";
import type { Call, Route } from "./route";

/** The parts of a request, checked by the route's schemas. Throws `INVALID_QUERY` and `INVALID_BODY`. */
export function checkParts(route: Route, request: FastifyRequest): Call<unknown, unknown, unknown> {
  const params = check(route.params, paramsOf(route, request), "INVALID_QUERY");
  const query = check(route.query ?? NO_QUERY, request.query, "INVALID_QUERY");
  const body = route.body === undefined ? undefined : check(route.body.schema, request.body, "INVALID_BODY");
  return { params, query, body, request };
}

/** The rest of a path has no name for fastify. */
function paramsOf({ path }: Route, { params }: FastifyRequest): unknown {
  const [, rest] = /\{(\w+)\*\}$/.exec(path) ?? [];
  return rest === undefined ? params : { [rest]: (params as { readonly "*": string })["*"] };
}

/** A parameter that a route does not know is as wrong as one that it does. */
const NO_QUERY = z.strictObject({});

function check(
  schema: z.ZodType | undefined,
  value: unknown,
  code: "INVALID_QUERY" | "INVALID_BODY",
): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors: ProblemItem[] = parsed.error.issues.map(({ message, path }) => ({
    code,
    message,
    path: formatPath(path),
  }));
  const problem = errors
    .map(({ message, path }) => (path === "" ? message : `${path}: ${message}`))
    .join("; ");
  throw ServerError.of(code, { problem }, { errors });
}

/** Writes a path of keys and indexes as an author would: `parameters[1].name`. */
function formatPath(keys: readonly PropertyKey[]): string {
  let path = "";
  for (const key of keys) {
    if (typeof key === "number") path += `[${key}]`;
    else path += path === "" ? String(key) : `.${String(key)}`;
  }
  return path;
}
