import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Metrics } from "../metrics/metrics";

/** Logs and counts each request that was answered. Neither has the query or a header: they may hold secrets. */
export function addAccessLog(app: FastifyInstance, metrics: Metrics): void {
  app.addHook("onResponse", (request, reply, done) => {
    const { method } = request;
    const route = routeOf(request);
    const status = reply.statusCode;
    metrics.answered({ method: knownMethod(method), route, status, seconds: reply.elapsedTime / 1000 });
    request.log.info(fieldsOf(request, reply, route), "request");
    done();
  });
}

/** The route's pattern: what was asked for could be anything. */
function routeOf({ is404, routeOptions }: FastifyRequest): string {
  return is404 ? "unknown" : (routeOptions.url ?? "unknown");
}

function knownMethod(method: string): string {
  return ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].includes(method) ? method : "other";
}

function fieldsOf(request: FastifyRequest, { elapsedTime, statusCode }: FastifyReply, route: string) {
  const { ip, method, params, principal } = request;
  return {
    method,
    route,
    params,
    status: statusCode,
    ms: Math.round(elapsedTime * 1000) / 1000,
    ip,
    user: principal?.id ?? null,
  };
}
