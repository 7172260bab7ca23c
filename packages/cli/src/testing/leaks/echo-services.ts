import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import type { Server as TcpServer } from "node:net";
import { once } from "node:events";
import { canaries } from "./canaries";

/** Where the services listen, and what they were sent. */
export interface EchoServices {
  readonly http: string;
  readonly smtpPort: number;
  /** Everything that was received, to prove that the secrets did get there. */
  readonly received: string[];
  stop(): Promise<void>;
}

/**
 * Services that repeat everything they are sent, in their answers, headers and errors: `/refuse…` with status 400,
 * `/token` with an access token, all other paths with 200; and an SMTP server that refuses each mail so.
 */
export async function startEchoServices(): Promise<EchoServices> {
  const received: string[] = [];
  const http = createServer((request, response) => void echo(request, response, received));
  const smtp = createTcpServer((socket) => converse(socket, received));
  const [httpPort, smtpPort] = await Promise.all([listen(http), listen(smtp)]);
  const stop = async (): Promise<void> => {
    http.closeAllConnections();
    http.close();
    smtp.close();
    await Promise.all([once(http, "close"), once(smtp, "close")]);
  };
  return { http: `http://127.0.0.1:${httpPort}`, smtpPort, received, stop };
}

async function listen(server: Server | TcpServer): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function echo(request: IncomingMessage, response: ServerResponse, received: string[]): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { headers, method, url = "" } = request;
  const body = Buffer.concat(parts).toString();
  const said = { method, url, headers, body };
  received.push(JSON.stringify(said));
  const isToken = url.startsWith("/token");
  const answer = isToken
    ? { access_token: canaries.accessToken, token_type: "Bearer", expires_in: 60 }
    : said;
  response.writeHead(url.startsWith("/refuse") ? 400 : 200, {
    "content-type": "application/json",
    "x-echo": String(headers.authorization ?? headers["x-api-key"] ?? "none"),
  });
  response.end(JSON.stringify(answer));
}

/** Speaks as much SMTP as it takes to be told the password, and to repeat it. */
function converse(socket: Socket, received: string[]): void {
  let login = "";
  socket.write("220 echo\r\n");
  socket.on("error", () => undefined);
  socket.on("data", (data) => {
    for (const line of data.toString().split("\r\n").filter(Boolean)) {
      const [verb = "", ...rest] = line.split(" ");
      if (verb === "AUTH")
        login =
          Buffer.from(rest[1] ?? "", "base64")
            .toString()
            .split("\0")[2] ?? "";
      if (login !== "") received.push(login);
      socket.write(
        verb === "EHLO"
          ? "250-echo\r\n250 AUTH PLAIN\r\n"
          : verb === "AUTH"
            ? "235 welcome\r\n"
            : `550 not with ${login}\r\n`,
      );
    }
  });
}
