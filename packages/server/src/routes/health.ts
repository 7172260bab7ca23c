import { ServerError } from "../errors";
import { type Route, route } from "../http/route";
import { healthSchema } from "../schemas/operations";
import type { RouteParts } from "./parts";

/** How the server is, for who starts and stops it. */
export function healthRoutes({ isStopping, orchestrator }: RouteParts): readonly Route[] {
  return [
    route({
      method: "GET",
      path: "/healthz",
      scope: "public",
      operationId: "getHealth",
      tag: "operations",
      summary: "Is the process alive?",
      responses: { 200: { description: "It is.", schema: healthSchema } },
      handle: () => ({ status: 200, body: { status: "ok" } }),
    }),
    route({
      method: "GET",
      path: "/readyz",
      scope: "public",
      operationId: "getReadiness",
      tag: "operations",
      summary: "Does it take requests? Not while it stops, nor while its storage can't be read.",
      responses: { 200: { description: "It does.", schema: healthSchema } },
      async handle() {
        if (isStopping()) throw ServerError.of("SERVER_STOPPING", {});
        await orchestrator.workflows.listExecutions({ limit: 1 }).catch((cause: unknown) => {
          throw ServerError.of("NOT_READY", {}, { cause });
        });
        return { status: 200, body: { status: "ready" } };
      },
    }),
  ];
}
