import type { IncomingHttpHeaders } from "node:http";
import type { StartOptions } from "@tutti/core";
import type { z } from "zod";
import type { startBody } from "../schemas/executions";
import { traceHeaders } from "./trace-headers";

/** The options of a start, from the body and the trace context of the request. */
export function startOptions(
  body: z.output<typeof startBody> | undefined,
  headers: IncomingHttpHeaders,
): StartOptions {
  const { correlation_id, idempotency_key } = body ?? {};
  return {
    ...(idempotency_key === undefined ? {} : { idempotencyKey: idempotency_key }),
    ...(correlation_id === undefined ? {} : { correlationId: correlation_id }),
    ...traceHeaders(headers),
  };
}
