import type { IncomingHttpHeaders } from "node:http";
import type { StartOptions } from "@tutti/core";
import type { z } from "zod";
import type { startBody } from "../schemas/executions";

/** The options of a start, from the body and the trace context of the request. */
export function startOptions(
  body: z.output<typeof startBody> | undefined,
  { traceparent }: IncomingHttpHeaders,
): StartOptions {
  const { correlation_id, idempotency_key } = body ?? {};
  const isTrace =
    typeof traceparent === "string" && /^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(traceparent);
  return {
    ...(idempotency_key === undefined ? {} : { idempotencyKey: idempotency_key }),
    ...(correlation_id === undefined ? {} : { correlationId: correlation_id }),
    ...(isTrace ? { traceparent } : {}),
  };
}
