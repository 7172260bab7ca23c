import type { FastifyInstance, FastifyRequest } from "fastify";
import { ServerError } from "../errors";
import type { Authenticator } from "./authenticator";
import type { Principal, Scope } from "./principal";

/** What a route asks of its callers. */
export type RouteScope = Scope | "public";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a caller needs; `public`: nothing, also without auth. Default: `admin`. */
    scope?: RouteScope;
  }
  interface FastifyRequest {
    /** Who asks. Undefined on public routes. */
    principal: Principal | undefined;
  }
}

/** Lets no request reach a route that its caller has no scope for. */
export function addAuthHook(app: FastifyInstance, authenticator: Authenticator): void {
  app.decorateRequest("principal", undefined);
  app.addHook("onRequest", async (request) => {
    const { is404, routeOptions } = request;
    if (is404) return;
    const { scope = "admin" } = routeOptions.config;
    if (scope === "public") return;
    const principal = await authenticator.authenticate(request);
    request.principal = principal;
    if (!principal.scopes.has(scope)) throw ServerError.of("FORBIDDEN", { user: principal.id, scope });
  });
}

/** Who asks, on a route that is not public. */
export function principalOf({ principal }: Pick<FastifyRequest, "principal">): Principal {
  if (principal === undefined) throw new Error("A public route asked who its caller is.");
  return principal;
}
