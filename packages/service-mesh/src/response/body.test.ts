import { gzipSync } from "node:zlib";
import type { ServerResponse } from "node:http";
import { closeMeshes, rejection, request } from "../testing/mesh";
import { closeServers, json, startServer } from "../testing/server";
import { decodeBody } from "./body";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

/** What the mesh makes of an answer. */
async function answered(answer: (response: ServerResponse) => void, method = "GET") {
  const server = await startServer((_seen, response) => answer(response));
  return (await request({ url: server.url }, { method })).response;
}

describe("the body of an answer", () => {
  it.each([
    ["application/json", '{"a":[1,null]}', { a: [1, null] }],
    ["application/json; charset=utf-8", '\uFEFF"bom"', "bom"],
    ["Application/Problem+JSON", "0", 0],
    ["application/json", "false", false],
    ["text/plain", '{"a":1}', '{"a":1}'],
    ["text/csv; header=present", "a;b\n1;2", "a;b\n1;2"],
    ["application/xml", "<a/>", "<a/>"],
    ["image/svg+xml", "<svg/>", "<svg/>"],
    ["application/vnd.acme", "some text", "some text"],
    ["application/octet-stream", "abc", { base64: "YWJj", content_type: "application/octet-stream" }],
    ["application/pdf; v=1", "abc", { base64: "YWJj", content_type: "application/pdf" }],
    ["image/png", "abc", { base64: "YWJj", content_type: "image/png" }],
  ])("of type %s is read as what it is", async (type, body, expected) => {
    expect(await answered((response) => response.writeHead(200, { "content-type": type }).end(body))).toEqual(
      expected,
    );
  });

  it("is decoded by its charset, or as UTF-8 when nobody knows that", async () => {
    const latin1 = Buffer.from("é", "latin1");
    expect(
      await answered((response) =>
        response.writeHead(200, { "content-type": 'text/plain; charset="ISO-8859-1"' }).end(latin1),
      ),
    ).toBe("é");
    expect(
      await answered((response) =>
        response.writeHead(200, { "content-type": "text/plain; charset=klingon" }).end("é"),
      ),
    ).toBe("é");
  });

  it("without a type is text when it is UTF-8, and binary otherwise", () => {
    expect(decodeBody(Buffer.from("grüße"), undefined)).toBe("grüße");
    const binary = (bytes: readonly number[]) => ({
      base64: Buffer.from(bytes).toString("base64"),
      content_type: "application/octet-stream",
    });
    expect(decodeBody(Buffer.from([0xff, 0xfe, 0x41]), undefined)).toEqual(binary([0xff, 0xfe, 0x41]));
    expect(decodeBody(Buffer.from([0x41, 0x00]), undefined)).toEqual(binary([0x41, 0x00]));
    expect(decodeBody(Buffer.from([0xff]), "application/vnd.acme")).toEqual({
      base64: "/w==",
      content_type: "application/vnd.acme",
    });
  });

  it.each([200, 204, 205])("is null when it is empty (%i)", async (status) => {
    expect(
      await answered((response) => response.writeHead(status, { "content-type": "application/json" }).end()),
    ).toBeNull();
  });

  it("of HEAD is null, whatever its headers say", async () => {
    expect(
      await answered(
        (response) => response.writeHead(200, { "content-length": "999", "content-encoding": "gzip" }).end(),
        "HEAD",
      ),
    ).toBeNull();
  });

  it("may come in chunks", async () => {
    const body = await answered((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"a":');
      setTimeout(() => response.end("1}"), 20);
    });
    expect(body).toEqual({ a: 1 });
  });

  it("may be compressed", async () => {
    const server = await startServer((seen, response) => {
      expect(seen.headers["accept-encoding"]).toMatch(/gzip/);
      const body = gzipSync(JSON.stringify({ zipped: true }));
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(body);
    });
    expect((await request({ url: server.url })).response).toEqual({ zipped: true });
  });

  it("keeps names such as __proto__ as data", async () => {
    const body = await answered((response) =>
      response.writeHead(200, { "content-type": "application/json" }).end('{"__proto__":{"x":1}}'),
    );
    expect(Object.hasOwn(body as object, "__proto__")).toBe(true);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe("an answer that can't be read", () => {
  const failure = async (answer: (response: ServerResponse) => void) => {
    const server = await startServer((_seen, response) => answer(response));
    return rejection(request({ url: server.url }));
  };

  it("says that it is JSON and is not", async () => {
    const error = await failure((response) =>
      response.writeHead(200, { "content-type": "application/json" }).end("<html>oops</html>"),
    );
    expect(error).toMatchObject({
      code: "SERVICE_BAD_RESPONSE",
      retryable: false,
      details: { status_code: 200, content_type: "application/json", response: "<html>oops</html>" },
    });
    expect(error.message).toMatch(
      /\(GET \/\): the answer \(status 200\) says that it is JSON, but it is not: .+<html/,
    );
  });

  it("is compressed in a way that nobody knows", async () => {
    const error = await failure((response) =>
      response.writeHead(200, { "content-encoding": "zip9" }).end("abc"),
    );
    expect(error).toMatchObject({ code: "SERVICE_BAD_RESPONSE", retryable: false });
    expect(error.message).toContain('its content-encoding "zip9" is unknown');
  });

  it("is not compressed as it says", async () => {
    const error = await failure((response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end("no gzip"),
    );
    expect(error).toMatchObject({
      code: "SERVICE_BAD_RESPONSE",
      retryable: false,
      details: { reason: "Z_DATA_ERROR" },
    });
    expect(error.message).toContain("the answer can't be read: incorrect header check");
    expect(error.cause).toBeUndefined();
  });
});

describe("an answer that is too large", () => {
  const tooLarge = {
    code: "RESPONSE_TOO_LARGE",
    retryable: false,
    details: { status_code: 200, max_response_bytes: 1000 },
  };
  const failure = async (answer: (response: ServerResponse) => void) => {
    const server = await startServer((_seen, response) => answer(response));
    const error = await rejection(request({ url: server.url, max_response_bytes: 1000 }));
    return { error, server };
  };

  it("is refused, and one that just fits is not", async () => {
    const { error } = await failure((response) =>
      response.writeHead(200, { "content-type": "text/plain" }).end("x".repeat(1001)),
    );
    expect(error).toMatchObject(tooLarge);
    expect(error.message).toContain(
      "the answer has more than 1000 bytes; raise max_response_bytes for this service, or ask for less",
    );
    const server = await startServer((_seen, response) =>
      response.writeHead(200, { "content-type": "text/plain" }).end("x".repeat(1000)),
    );
    expect((await request({ url: server.url, max_response_bytes: 1000 })).response).toHaveLength(1000);
  });

  it("is 1 MiB by default", async () => {
    const server = await startServer((seen, response) =>
      response.writeHead(200, { "content-type": "text/plain" }).end("x".repeat(Number(seen.url.slice(1)))),
    );
    expect((await request({ url: server.url }, { endpoint: "/1048576" })).response).toHaveLength(1_048_576);
    expect((await rejection(request({ url: server.url }, { endpoint: "/1048577" }))).code).toBe(
      "RESPONSE_TOO_LARGE",
    );
  });

  it("is not read to its end, which may never come", async () => {
    const { error, server } = await failure((response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("x".repeat(400)), 1);
      response.on("close", () => clearInterval(timer));
    });
    expect(error).toMatchObject(tooLarge);
    while (!server.sockets[0]!.destroyed) await new Promise(setImmediate);
  });

  it("is measured after decompression", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.byteLength).toBeLessThan(60_000);
    const before = process.memoryUsage().arrayBuffers;
    const { error } = await failure((response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
    );
    expect(error).toMatchObject(tooLarge);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it("is measured after decompressing several times over", async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(5_000_000)));
    const { error } = await failure((response) =>
      response.writeHead(200, { "content-encoding": "gzip, gzip" }).end(bomb),
    );
    expect(error).toMatchObject(tooLarge);
  });

  it("does not hide that the service failed", async () => {
    const server = await startServer((_seen, response) => json(response, { text: "x".repeat(100_000) }, 503));
    const error = await rejection(request({ url: server.url, max_response_bytes: 1000 }));
    expect(error).toMatchObject({ code: "SERVICE_ERROR", retryable: true, details: { status_code: 503 } });
  });
});
