import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { RequestLabel } from "../errors";
import { closeMeshes, rejection, request } from "../testing/mesh";
import { closeServers, json, startServer } from "../testing/server";
import { failureOf } from "./failure";

let server: Server | undefined;

afterEach(async () => {
  await closeMeshes();
  await closeServers();
  server?.close();
});

/** A server that speaks TCP, and whatever the test makes it say. */
async function rawServer(onConnection: (socket: Socket) => void): Promise<string> {
  server = createServer((socket) => onConnection(socket.on("error", () => undefined))).listen(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const saying = (text: string) => rawServer((socket) => socket.once("data", () => socket.end(text)));

describe("a service that can't be reached", () => {
  it("refuses the connection", async () => {
    const closed = await startServer((_seen, response) => json(response, null));
    await closed.close();
    const error = await rejection(request({ url: closed.url, headers: { authorization: "s3cret" } }));
    expect(error).toMatchObject({
      code: "SERVICE_UNREACHABLE",
      retryable: true,
      details: { reason: "ECONNREFUSED" },
    });
    expect(error.message).toBe(
      `Service "api" (GET /): no connection, or it was lost: connect ECONNREFUSED 127.0.0.1:${closed.port}.`,
    );
    expect(error.cause).toMatchObject({ code: "ECONNREFUSED", syscall: "connect" });
    expect(JSON.stringify(error.cause)).not.toContain("s3cret");
  });

  it("refuses the connection on all addresses of a host", async () => {
    const closed = await startServer((_seen, response) => json(response, null));
    await closed.close();
    const error = await rejection(request({ url: `http://localhost:${closed.port}` }));
    expect(error.code).toBe("SERVICE_UNREACHABLE");
    expect(error.message).toContain(`connect ECONNREFUSED 127.0.0.1:${closed.port}`);
  });

  it("resets the connection", async () => {
    const host = await rawServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    const error = await rejection(
      request({ url: `http://${host}` }, { method: "POST", parameters: { n: 1 } }),
    );
    expect(error).toMatchObject({
      code: "SERVICE_UNREACHABLE",
      retryable: true,
      details: { reason: "ECONNRESET" },
    });
  });

  it("hangs up without an answer", async () => {
    const host = await rawServer((socket) => socket.once("data", () => socket.end()));
    const error = await rejection(request({ url: `http://${host}` }));
    expect(error).toMatchObject({ code: "SERVICE_UNREACHABLE", details: { reason: "ECONNRESET" } });
  });

  it("hangs up in the middle of an answer", async () => {
    const host = await saying(
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nthe beginning",
    );
    const error = await rejection(request({ url: `http://${host}` }));
    expect(error).toMatchObject({ code: "SERVICE_UNREACHABLE", retryable: true });
  });

  it("hangs up in the middle of a chunked answer", async () => {
    const host = await saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    expect((await rejection(request({ url: `http://${host}` }))).code).toBe("SERVICE_UNREACHABLE");
  });

  it("does not speak TLS", async () => {
    const host = await saying("HTTP/1.1 400 Bad Request\r\n\r\n");
    const error = await rejection(request({ url: `https://${host}` }));
    expect(error).toMatchObject({ code: "SERVICE_TLS_FAILED", retryable: false });
  });
});

describe("a service that answers something else than HTTP", () => {
  it.each(["SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na"])(
    "is reported as a bad answer: %j",
    async (text) => {
      const error = await rejection(request({ url: `http://${await saying(text)}` }));
      expect(error).toMatchObject({ code: "SERVICE_BAD_RESPONSE", retryable: false });
      expect(error.message).toContain("the answer can't be read: Parse Error");
      expect(error.cause).toBeUndefined();
    },
  );
});

describe("failureOf", () => {
  const label: RequestLabel = { service: "api", method: "GET", endpoint: "/" };

  it("gives back what is no error of the network", () => {
    const mistake = new TypeError("x is not a function");
    expect(failureOf(mistake, label)).toBe(mistake);
  });

  it("finds a reason even when the cause has none", () => {
    const error = Object.assign(new Error("it broke."), { code: "EPIPE" });
    expect(failureOf(error, label).message).toBe(
      'Service "api" (GET /): no connection, or it was lost: it broke.',
    );
  });
});
