import { z } from "zod";
import { schemaProblems } from "../definition";
import type { Json } from "../json/json";

/**
 * What keeps a payload from fitting a JSON Schema, as one sentence; null when it fits.
 *
 * The payload may hold what is nobody's business, so only the types of wrong values are told.
 *
 * @example
 * payloadProblem({ type: "object", required: ["ok"] }, {}); // "ok" is required
 */
export function payloadProblem(schema: Json, payload: Json): string | null {
  const problems = schemaProblems(compile(schema), payload, { whole: "The payload", hidden: true });
  return problems.length === 0 ? null : problems.map(({ problem }) => problem).join("; ");
}

/** Why a value is no JSON Schema that can be checked against; null when it is one. */
export function schemaProblem(schema: Json): string | null {
  try {
    compile(schema);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function compile(schema: Json): z.ZodType {
  return z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema);
}
