import { z } from "zod";
import { formatPath } from "../errors";
import type { Json } from "../json/json";

/**
 * What keeps a payload from fitting a JSON Schema, as one sentence; null when it fits.
 *
 * @example
 * payloadProblem({ type: "object", required: ["ok"] }, {}); // "ok: …"
 */
export function payloadProblem(schema: Json, payload: Json): string | null {
  const parsed = z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema).safeParse(payload);
  if (parsed.success) return null;
  return parsed.error.issues.map(({ path, message }) => `${formatPath(path) || "payload"}: ${message}`).join("; ");
}

/** Why a value is no JSON Schema that can be checked against; null when it is one. */
export function schemaProblem(schema: Json): string | null {
  try {
    z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
