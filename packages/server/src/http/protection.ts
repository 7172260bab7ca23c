import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ServerError } from "../errors";
import type { ServerLimits, ServerOptions } from "../options";

const EXPOSED = ["ETag", "Location", "Retry-After", "X-Request-ID"];
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** Headers that keep browsers from doing anything with answers, other sites out, and floods off. */
export async function addProtection(
  app: FastifyInstance,
  options: ServerOptions,
  { requestsPerMinute }: ServerLimits,
): Promise<void> {
  await app.register(helmet, {
    // An answer is data: should a browser show one, nothing in it runs, loads or is framed.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    // For whoever ends TLS in front of this server to say.
    hsts: false,
    xFrameOptions: { action: "deny" },
  });
  const { cors: origins = [] } = options;
  if (origins.length > 0)
    await app.register(cors, {
      origin: [...origins],
      methods: METHODS,
      exposedHeaders: EXPOSED,
      maxAge: 600,
    });
  if (requestsPerMinute !== null) await limitRate(app, requestsPerMinute, options.auth !== undefined);
}

async function limitRate(app: FastifyInstance, max: number, hasAuth: boolean): Promise<void> {
  await app.register(rateLimit, {
    max,
    timeWindow: 60_000,
    // Behind the check of who asks, and before the body is read.
    hook: "preParsing",
    // Without auth anybody can give any name.
    keyGenerator: ({ ip, principal }: FastifyRequest) => (hasAuth ? (principal?.id ?? ip) : ip),
    errorResponseBuilder: (_, { ttl }) =>
      ServerError.of("TOO_MANY_REQUESTS", { seconds: Math.max(1, Math.ceil(ttl / 1000)) }),
  });
}
