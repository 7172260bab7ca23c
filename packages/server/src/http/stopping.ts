import type { FastifyInstance } from "fastify";
import { ServerError } from "../errors";
import type { StopSignal } from "../stop-signal";

const STILL_ANSWERED = new Set(["/healthz", "/readyz"]);

/** Takes no new requests once the server stops, and lets go of the connections of those that it has. */
export function addStopping(app: FastifyInstance, stopping: StopSignal): void {
  app.addHook("onRequest", (request, _reply, done) => {
    if (!stopping.hasBegun || STILL_ANSWERED.has(request.routeOptions.url ?? "")) return done();
    done(ServerError.of("SERVER_STOPPING", {}));
  });
  const sending = keepWhileSending(app);
  app.addHook("onSend", (_request, reply) => {
    if (stopping.hasBegun) reply.header("connection", "close");
    sending.begin();
    reply.raw.once("close", sending.end);
    return Promise.resolve();
  });
  // An answer that had begun before, such as an event stream, has told the client to keep the connection: nobody
  // would close it until the client does.
  app.addHook("onResponse", ({ raw }, _reply, done) => {
    if (stopping.hasBegun) raw.socket.destroySoon();
    done();
  });
}

interface Sending {
  readonly begin: () => void;
  readonly end: () => void;
}

/**
 * Node.js takes a connection for idle, and cuts it off, as soon as the whole answer was handed over, though a slow
 * client may not have it yet. So no idle connection is closed before all answers are out.
 */
function keepWhileSending({ server }: FastifyInstance): Sending {
  const closeIdle = server.closeIdleConnections.bind(server);
  let answers = 0;
  let isDue = false;
  server.closeIdleConnections = (): void => {
    isDue = answers > 0;
    if (!isDue) closeIdle();
  };
  return {
    begin: () => {
      answers += 1;
    },
    end: () => {
      answers -= 1;
      if (isDue) server.closeIdleConnections();
    },
  };
}
