import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import { ServerError } from "../errors";
import { checkParts } from "./check-parts";
import type { Answer, Route } from "./route";

const METHODS: readonly HTTPMethods[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** Adds routes, and an answer for the methods that their addresses do not take. */
export function registerRoutes(app: FastifyInstance, routes: readonly Route[]): void {
  for (const route of routes) registerRoute(app, route);
  for (const [url, methods] of methodsByUrl(routes)) refuseOthers(app, url, methods);
}

/** The path as fastify writes it. A last parameter with a `*` takes the rest of the path. */
function toUrl(path: string): string {
  return path.replaceAll(/\{(\w+)\*\}/g, "*").replaceAll(/\{(\w+)\}/g, ":$1");
}

function registerRoute(app: FastifyInstance, route: Route): void {
  const { body, method, path, scope } = route;
  app.route({
    method,
    url: toUrl(path),
    exposeHeadRoute: method === "GET",
    config: { scope, body },
    handler: async (request, reply) => send(reply, await route.handle(checkParts(route, request))),
  });
}

function send(reply: FastifyReply, { body, headers, status, stream }: Answer): FastifyReply {
  reply.code(status);
  if (headers !== undefined) reply.headers(headers);
  return reply.send(stream ?? body);
}

function methodsByUrl(routes: readonly Route[]): Map<string, HTTPMethods[]> {
  const found = new Map<string, HTTPMethods[]>();
  for (const { method, path } of routes) {
    const methods = found.get(toUrl(path)) ?? [];
    methods.push(...(method === "GET" ? (["GET", "HEAD"] as const) : [method]));
    found.set(toUrl(path), methods);
  }
  return found;
}

function refuseOthers(app: FastifyInstance, url: string, allowed: readonly HTTPMethods[]): void {
  const others = METHODS.filter((method) => !allowed.includes(method));
  const handler = ({ method, url: asked }: FastifyRequest): never => {
    const path = asked.split("?", 1)[0]?.slice(0, 200) ?? "";
    throw ServerError.of(
      "METHOD_NOT_ALLOWED",
      { method, path, allowed },
      { headers: { allow: allowed.join(", ") } },
    );
  };
  app.route({
    method: others,
    url,
    config: { scope: "public" },
    preParsing: handler,
    handler,
  });
}
