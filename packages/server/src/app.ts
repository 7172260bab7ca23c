import type { Server as HttpServer } from "node:http";
import fastify, { type FastifyHttpOptions, type FastifyInstance, LogController } from "fastify";
import { Access } from "./access";
import { loopbackAuthenticator } from "./auth/authenticator";
import { addAuthHook } from "./auth/hook";
import { fromFastify } from "./errors";
import { addBodyParsers } from "./http/body-parsers";
import { answerClientError } from "./http/client-errors";
import { addErrorHandling, answerError } from "./http/error-handling";
import { addRequestId, requestId } from "./http/request-id";
import { registerRoutes } from "./http/register";
import { checkedLimits, type ServerLimits, type ServerOptions, systemTimer } from "./options";
import { Bell } from "./sse/bell";
import { StreamGate } from "./sse/stream-gate";
import { eventRoutes } from "./routes/events";
import { documentRoute } from "./routes/documents";
import { executionRoutes } from "./routes/executions";
import type { RouteParts } from "./routes/parts";
import { steeringRoutes } from "./routes/steering";
import { workflowRoutes } from "./routes/workflows";
import type { StopSignal } from "./stop-signal";

/** Makes the fastify application: everything but listening. */
export async function createApp(options: ServerOptions, stopping: StopSignal): Promise<FastifyInstance> {
  const limits = checkedLimits(options.limits);
  const app = fastify(fastifyOptions(options, limits));
  app.server.maxConnections = limits.connections;
  addRequestId(app);
  addErrorHandling(app, limits);
  addBodyParsers(app);
  addAuthHook(app, options.auth ?? loopbackAuthenticator(options.cors));
  const routes = routesOf(options, { limits, stopping });
  registerRoutes(app, [...routes, documentRoute(routes)]);
  await app.ready();
  return app;
}

interface AppParts {
  readonly limits: ServerLimits;
  readonly stopping: StopSignal;
}

function routesOf({ orchestrator, timer = systemTimer }: ServerOptions, { limits, stopping }: AppParts) {
  const parts: RouteParts = {
    orchestrator,
    access: new Access(orchestrator.workflows),
    limits,
    timer,
    gate: new StreamGate(limits.eventStreams, stopping.begun),
    bell: new Bell(orchestrator.events),
    stopping: stopping.begun,
  };
  return [
    ...workflowRoutes(parts),
    ...executionRoutes(parts),
    ...steeringRoutes(parts),
    ...eventRoutes(parts),
  ];
}

function fastifyOptions(
  { logger, trustProxy = false }: ServerOptions,
  limits: ServerLimits,
): FastifyHttpOptions<HttpServer> {
  return {
    ...(logger === false ? {} : loggerOptions(logger)),
    logController: new LogController({ disableRequestLogging: true }),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      void answerError(fromFastify(error, limits) ?? error, request, reply);
    },
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestSeconds * 1000,
    keepAliveTimeout: limits.keepAliveSeconds * 1000,
    trustProxy: typeof trustProxy === "boolean" ? trustProxy : [...trustProxy],
    return503OnClosing: true,
    forceCloseConnections: "idle",
    genReqId: requestId,
    http: { maxHeaderSize: limits.headerBytes, headersTimeout: limits.headerSeconds * 1000 },
    routerOptions: { maxParamLength: 500 },
  };
}

function loggerOptions(logger: Exclude<ServerOptions["logger"], false>): FastifyHttpOptions<HttpServer> {
  if (logger !== undefined) return { loggerInstance: logger };
  return { logger: { level: "info", stream: process.stderr } };
}
