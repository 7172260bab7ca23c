import type { Server as HttpServer } from "node:http";
import fastify, { type FastifyHttpOptions, type FastifyInstance, LogController } from "fastify";
import { Access } from "./access";
import { loopbackAuthenticator } from "./auth/authenticator";
import { addAudit } from "./audit/hook";
import { addAuthHook } from "./auth/hook";
import { Callbacks } from "./callbacks/callbacks";
import { callbackSettings } from "./callbacks/options";
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
import { auditRoute } from "./routes/audit";
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

/** How the line of the log begins that says where the server listens. */
export const LISTENING = "Tutti listens at";

/** Makes the fastify application: everything but listening. */
export async function createApp(options: ServerOptions, stopping: StopSignal): Promise<FastifyInstance> {
  const limits = checkedLimits(options.limits);
  const parts = partsOf(options, limits, stopping);
  const metrics = metricsOf(parts);
  stopping.onStop(parts.callbacks.start());
  const app = fastify(fastifyOptions(options, limits));
  app.server.maxConnections = limits.connections;
  addRequestId(app);
  addErrorHandling(app, limits);
  addAccessLog(app, metrics);
  // Before whatever may refuse a request, so that refusals are protected, too.
  await addProtection(app, options, limits);
  addStopping(app, stopping);
  addBodyParsers(app);
  if (options.audit !== undefined) addAudit(app, options.audit);
  addAuthHook(app, options.auth ?? loopbackAuthenticator(options.cors));
  const audit = options.audit === undefined ? [] : [auditRoute(options.audit.log)];
  const routes = [...routesOf(parts), ...audit, metricsRoute(metrics)];
  registerRoutes(app, [...routes, documentRoute(routes)]);
  addDocsPage(app);
  await app.ready();
  return app;
}

function partsOf(
  { callbacks, orchestrator, timer = systemTimer }: ServerOptions,
  limits: ServerLimits,
  stopping: StopSignal,
): RouteParts {
  return {
    orchestrator,
    access: new Access(orchestrator.workflows),
    limits,
    timer,
    gate: new StreamGate(limits.eventStreams, stopping),
    bell: new Bell(orchestrator.events),
    callbacks: new Callbacks(orchestrator, callbacks === undefined ? undefined : callbackSettings(callbacks)),
    stopping,
  };
}

function metricsOf({ gate, orchestrator, stopping }: RouteParts): Metrics {
  const metrics = new Metrics({ orchestrator, openStreams: () => gate.size });
  stopping.onStop(metrics.follow(orchestrator.events));
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
  return { logger: { level: "info", stream: process.stderr, hooks: { logMethod: exceptListening } } };
}

/** Where it listens is told by `listen()`, for who starts the server to say; fastify would say it once more. */
function exceptListening(this: unknown, args: unknown[], log: (...args: unknown[]) => void): void {
  if (!String(args[0]).startsWith(LISTENING)) log.apply(this, args);
}
