import type { AddressInfo } from "node:net";
import { createApp, LISTENING } from "./app";
import { checkedHost, checkedLimits, type ServerOptions, systemTimer } from "./options";
import type { FastifyInstance } from "fastify";
import { StopSignal } from "./stop-signal";

/** What {@link createServer} gives. */
export interface Server extends AsyncDisposable {
  /** The fastify application, for `inject()` in tests and for routes of one's own. */
  readonly app: FastifyInstance;
  /** Where it listens, such as `http://127.0.0.1:5080`. Throws before {@link Server.listen}. */
  readonly url: string;
  /** Begins to listen; gives the url. */
  listen(): Promise<string>;
  /**
   * Stops: says that it is not ready, takes no new requests, ends event streams and waits, lets requests in hand
   * end, and then stops the orchestrator if it owns it. May be called twice.
   */
  stop(): Promise<void>;
}

/**
 * Makes a server over an orchestrator.
 *
 * Throws `ServerError` with `AUTH_REQUIRED` for an address that others can reach without auth, and with
 * `INVALID_SERVER_OPTIONS`.
 *
 * @example
 * const server = await createServer({ orchestrator, port: 0 });
 * console.log(await server.listen());
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  const host = checkedHost(options);
  const stopping = new StopSignal();
  const app = await createApp(options, stopping);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= stopAll(app, stopping, options);
    return stopped;
  };
  return {
    app,
    get url() {
      return urlOf(app);
    },
    async listen() {
      await app.listen({
        host,
        port: options.port ?? DEFAULT_PORT,
        listenTextResolver: (address) => `${LISTENING} ${address}`,
      });
      return urlOf(app);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const DEFAULT_PORT = 5080;

function urlOf({ server }: FastifyInstance): string {
  const address = server.address() as AddressInfo | null;
  if (address === null) throw new Error("The server does not listen: call listen() first.");
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

async function stopAll(app: FastifyInstance, stopping: StopSignal, options: ServerOptions): Promise<void> {
  const { timer = systemTimer } = options;
  const { stopSeconds } = checkedLimits(options.limits);
  stopping.stop();
  const cancel = timer(stopSeconds * 1000, () => app.server.closeAllConnections());
  await app.close();
  cancel();
  if (options.owned === true) await options.orchestrator.stop();
}
