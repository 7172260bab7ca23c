import type { AuditEntry } from "@tutti/core/runtime";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AuditTrail, type AuditOptions } from "./audit-trail";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a route does, as the audit log calls it. */
    operation?: string;
  }
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
/** Who asks is refused, whatever they ask for. */
const REFUSALS = new Set([401, 403, 429]);

/** Notes every request that may change something, and every one that is refused, before it is answered. */
export function addAudit(app: FastifyInstance, options: AuditOptions): void {
  const trail = new AuditTrail(options);
  app.addHook("onSend", async (request, reply, payload) => {
    if (isNoted(request, reply)) {
      // What was done can't be undone: it is answered as it is.
      await trail
        .add(entryOf(request, reply, payload))
        .catch((error: unknown) =>
          request.log.error({ err: error }, "An entry of the audit log was not stored."),
        );
    }
    return payload;
  });
}

function isNoted({ is404, method, routeOptions }: FastifyRequest, { statusCode }: FastifyReply): boolean {
  const { operation, scope } = routeOptions.config;
  if (is404 || operation === undefined) return false;
  return REFUSALS.has(statusCode) || (scope !== "read" && !SAFE_METHODS.has(method));
}

function entryOf(request: FastifyRequest, { statusCode }: FastifyReply, payload: unknown): AuditEntry {
  const { id, ip, method, principal, routeOptions, url } = request;
  return {
    time: Date.now(),
    request_id: id,
    user: principal?.id ?? null,
    key_id: principal?.keyId ?? null,
    action: routeOptions.config.operation ?? "",
    method,
    path: (url.split("?", 1)[0] ?? "").slice(0, 500),
    address: ip,
    status: statusCode,
    code: statusCode >= 400 ? codeOf(payload) : null,
  };
}

/** Every error is answered with its code. */
function codeOf(payload: unknown): string | null {
  if (typeof payload !== "string") return null;
  const { code } = JSON.parse(payload) as { readonly code?: unknown };
  return typeof code === "string" ? code : null;
}
