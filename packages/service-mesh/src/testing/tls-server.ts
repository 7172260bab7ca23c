import { once } from "node:events";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { type PeerCertificate, TLSSocket } from "node:tls";

/** A real HTTPS server on a loopback port, with what it saw of its clients. */
export interface TlsServer {
  readonly url: string;
  readonly port: number;
  /** The common name of each request's client certificate; undefined without one. */
  readonly clients: readonly (string | undefined)[];
  /** The names asked for by SNI. */
  readonly names: readonly (string | false)[];
  /** How many connections completed their handshake. */
  connections(): number;
  /** Shows other certificates to the connections to come. */
  setSecureContext(options: ServerOptions): void;
}

const closing: (() => Promise<void>)[] = [];

/** Starts a server that answers "secure"; it is closed by {@link closeTlsServers}. */
export async function startTlsServer(options: ServerOptions): Promise<TlsServer> {
  const clients: (string | undefined)[] = [];
  const names: (string | false)[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer(options, (request, response) => {
    const { client, servername } = seenOf(request.socket);
    clients.push(client);
    names.push(servername);
    response.end("secure");
  });
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  server.on("secureConnection", () => {
    connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  closing.push(async () => {
    server.close();
    for (const socket of open) socket.destroy();
    await once(server, "close");
  });
  return {
    url: `https://127.0.0.1:${port}`,
    port,
    clients,
    names,
    connections: () => connections,
    setSecureContext: (changed) => server.setSecureContext(changed),
  };
}

// The socket of a request is one of TLS here, but its type does not say so.
function seenOf(socket: object): {
  readonly client: string | undefined;
  readonly servername: string | false;
} {
  if (!(socket instanceof TLSSocket)) throw new TypeError("no TLS socket");
  const { subject } = socket.getPeerCertificate() as Partial<PeerCertificate>;
  const { servername = false } = socket as { readonly servername?: string | false };
  return { client: subject?.CN, servername };
}

/** Closes all servers of {@link startTlsServer}: for `afterEach`. */
export async function closeTlsServers(): Promise<void> {
  await Promise.all(closing.splice(0).map((close) => close()));
}
