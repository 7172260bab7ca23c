import { z } from "zod";
import { type Route, route } from "../http/route";
import type { Metrics } from "../metrics/metrics";

const TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Numbers for Prometheus. */
export function metricsRoute(metrics: Metrics): Route {
  return route({
    method: "GET",
    path: "/metrics",
    scope: "read",
    operationId: "getMetrics",
    tag: "operations",
    summary: "Numbers for Prometheus.",
    responses: { 200: { description: "The text format.", schema: z.string(), contentTypes: ["text/plain"] } },
    handle: async () => ({ status: 200, headers: { "content-type": TYPE }, body: await metrics.text() }),
  });
}
