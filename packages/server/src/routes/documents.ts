import { z } from "zod";
import { type Route, route } from "../http/route";
import { openApiDocument } from "../openapi/document";

/** The API's own description, of the given routes and of the one that gives it. */
export function documentRoute(routes: readonly Route[]): Route {
  const own: Route = route({
    method: "GET",
    path: "/openapi.json",
    scope: "public",
    operationId: "getDocument",
    tag: "operations",
    summary: "This document.",
    responses: { 200: { description: "OpenAPI 3.1.", schema: z.looseObject({ openapi: z.string() }) } },
    handle: () => ({ status: 200, body: document }),
  });
  const document = openApiDocument([...routes, own]);
  return own;
}
