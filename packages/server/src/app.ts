import type { Server as HttpServer } from "node:http";
import fastify, { type FastifyHttpOptions, type FastifyInstance, LogController } from "fastify";
import { Access } from "./access";
import { loopbackAuthenticator } from "./auth/authenticator";
import { addAuthHook } from "./auth/hook";
import { fromFastify } from "./errors";
import { addAccessLog } from "./http/access-log";
import { addBodyParsers } from "./http/body-parsers";
import { answerClientError } from "./http/client-errors";
import { addErrorHandling, answerError } from "./http/error-handling";
import { addProtection } from "./http/protection";
import { registerRoutes } from "./http/register";
import { addRequestId, requestId } from "./http/request-id";
import type { Route } from "./http/route";
import { addStopping } from "./http/stopping";
import { Metrics } from "./metrics/metrics";
import { addDocsPage } from "./openapi/docs-page";
import { checkedLimits, type ServerLimits, type ServerOptions, systemTimer } from "./options";
import { catalogueRoutes } from "./routes/catalogue";
import { documentRoute } from "./routes/documents";
import { eventRoutes } from "./routes/events";
import { executionRoutes } from "./routes/executions";
import { healthRoutes } from "./routes/health";
import { hookRoutes } from "./routes/hooks";
import { metricsRoute } from "./routes/metrics";
import type { RouteParts } from "./routes/parts";
import { statisticsRoutes } from "./routes/statistics";
import { steeringRoutes } from "./routes/steering";
import { workflowRoutes } from "./routes/workflows";
import { Bell } from "./sse/bell";
import { StreamGate } from "./sse/stream-gate";
import type { StopSignal } from "./stop-signal";

/** Makes the fastify application: everything but listening. */
export async function createApp(options: ServerOptions, stopping: StopSignal): Promise<FastifyInstance> {
  const limits = checkedLimits(options.limits);
  const parts = partsOf(options, limits, stopping);
  const metrics = metricsOf(parts);
  const app = fastify(fastifyOptions(options, limits));
  app.server.maxConnections = limits.connections;
  addRequestId(app);
  addErrorHandling(app, limits);
  addAccessLog(app, metrics);
  addStopping(app, stopping);
  addBodyParsers(app);
  addAuthHook(app, options.auth ?? loopbackAuthenticator(options.cors));
  await addProtection(app, options, limits);
  const routes = [...routesOf(parts), metricsRoute(metrics)];
  registerRoutes(app, [...routes, documentRoute(routes)]);
  addDocsPage(app);
  await app.ready();
  return app;
}

function partsOf(
  { orchestrator, timer = systemTimer }: ServerOptions,
  limits: ServerLimits,
  stopping: StopSignal,
): RouteParts {
  return {
    orchestrator,
    access: new Access(orchestrator.workflows),
    limits,
    timer,
    gate: new StreamGate(limits.eventStreams, stopping.begun),
    bell: new Bell(orchestrator.events),
    isStopping: () => stopping.hasBegun,
    stopping: stopping.begun,
  };
}

function metricsOf({ gate, orchestrator, stopping }: RouteParts): Metrics {
  const metrics = new Metrics({ orchestrator, openStreams: () => gate.size });
  void stopping.then(metrics.follow(orchestrator.events));
  return metrics;
}

function routesOf(parts: RouteParts): readonly Route[] {
  return [
    ...workflowRoutes(parts),
    ...executionRoutes(parts),
    ...steeringRoutes(parts),
    ...eventRoutes(parts),
    ...hookRoutes(parts),
    ...catalogueRoutes(parts),
    ...statisticsRoutes(parts),
    ...healthRoutes(parts),
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
    return503OnClosing: false,
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
