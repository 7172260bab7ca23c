import type { FastifyInstance } from "fastify";
import { ServerError } from "../errors";
import type { StopSignal } from "../stop-signal";

const STILL_ANSWERED = new Set(["/healthz", "/readyz"]);

/** Takes no new requests once the server stops, and lets go of the connections they came on. */
export function addStopping(app: FastifyInstance, stopping: StopSignal): void {
  app.addHook("onRequest", (request, reply, done) => {
    if (!stopping.hasBegun) return done();
    reply.header("connection", "close");
    if (STILL_ANSWERED.has(request.routeOptions.url ?? "")) return done();
    done(ServerError.of("SERVER_STOPPING", {}));
  });
}
