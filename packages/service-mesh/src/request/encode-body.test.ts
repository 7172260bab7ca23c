import type { RequestOptions } from "../types";
import { closeMeshes, rejection, request } from "../testing/mesh";
import { closeServers, json, type SeenRequest, startServer } from "../testing/server";
import { requestBody } from "./body-options";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

/** What a service sees of a request with this body. */
async function seenWith(body: RequestOptions["body"], options: RequestOptions = {}): Promise<SeenRequest> {
  const server = await startServer((_seen, response) => json(response, null));
  await request({ url: server.url }, { method: "POST", body, ...options });
  return server.requests[0]!;
}

const bytes = Buffer.from([0, 1, 2, 253, 254, 255]);

describe("a body", () => {
  it.each<[object, string, string]>([
    [{ json: [1, null] }, "application/json", "[1,null]"],
    [{ json: "text" }, "application/json", '"text"'],
    [{ json: null }, "application/json", "null"],
    [{ text: "grüße" }, "text/plain; charset=utf-8", "grüße"],
    [{ text: "<a/>", content_type: "application/xml" }, "application/xml", "<a/>"],
    [
      { form: { a: "1 & 2", tag: ["x", "y"], n: 3, none: null, deep: { b: 1 } } },
      "application/x-www-form-urlencoded",
      "a=1+%26+2&tag=x&tag=y&n=3&deep=%7B%22b%22%3A1%7D",
    ],
    [{ form: {} }, "application/x-www-form-urlencoded", ""],
  ])("of %j is sent as %s", async (body, type, text) => {
    const seen = await seenWith(requestBody.parse(body));
    expect(seen.headers["content-type"]).toBe(type);
    expect(seen.headers["content-length"]).toBe(String(Buffer.byteLength(text)));
    expect(seen.body).toBe(text);
  });

  it("of base64 is sent as its bytes", async () => {
    const seen = await seenWith({ base64: bytes.toString("base64") });
    expect(seen.headers["content-type"]).toBe("application/octet-stream");
    expect(seen.bytes).toEqual(bytes);
    const png = await seenWith({ base64: bytes.toString("base64"), content_type: "image/png" });
    expect(png.headers["content-type"]).toBe("image/png");
  });

  it("of parts is sent as multipart/form-data, with fields and files", async () => {
    const seen = await seenWith(
      {
        multipart: [
          { name: "title", text: "Größe" },
          { name: 'a"b\r\nc', text: "x" },
          { name: "meta", json: { n: 1 } },
          { name: "notes", text: "hello", filename: 'no"tes.txt', content_type: "text/plain" },
          { name: "file", base64: "AAF+", filename: "a.bin" },
        ],
      },
      { headers: { "content-type": "text/plain" } },
    );
    const type = seen.headers["content-type"] ?? "";
    const [, boundary] = /^multipart\/form-data; boundary=(\S+)$/.exec(type) ?? [];
    const field = (name: string) => `Content-Disposition: form-data; name="${name}"`;
    const parts: [string, string][] = [
      [field("title"), "Größe"],
      [field("a%22b%0D%0Ac"), "x"],
      [`${field("meta")}; filename="blob"\r\nContent-Type: application/json`, '{"n":1}'],
      [`${field("notes")}; filename="no%22tes.txt"\r\nContent-Type: text/plain`, "hello"],
      [`${field("file")}; filename="a.bin"\r\nContent-Type: application/octet-stream`, "\u0000\u0001~"],
    ];
    const sent = parts.map(([head, value]) => `--${boundary}\r\n${head}\r\n\r\n${value}\r\n`);
    expect(seen.body).toBe(`${sent.join("")}--${boundary}--\r\n`);
  });

  it("lets a caller's header name another content type", async () => {
    const seen = await seenWith({ text: "a,b" }, { headers: { "Content-Type": "text/csv" } });
    expect(seen.headers["content-type"]).toBe("text/csv");
  });

  it("may go with a query: parameters of a DELETE", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    const call = { method: "DELETE", parameters: { id: 7 }, body: { json: { why: "old" } } };
    await request({ url: server.url }, call);
    expect(server.requests[0]).toMatchObject({ url: "/?id=7", body: '{"why":"old"}' });
  });

  it("is sent again as it was by a redirect that keeps it", async () => {
    const server = await startServer((seen, response) => {
      if (seen.url === "/end") json(response, null);
      else response.writeHead(307, { location: "/end" }).end();
    });
    await request({ url: server.url }, { method: "PUT", body: { base64: bytes.toString("base64") } });
    expect(server.requests.map((seen) => seen.bytes)).toEqual([bytes, bytes]);
  });

  it.each([
    [{ method: "GET" }, "GET has no body"],
    [{ method: "HEAD" }, "HEAD has no body"],
    [{ parameters: { a: 1 } }, "give either parameters or body"],
    [{ body: { base64: "not base64!" } }, "the body can't be sent: it is not base64"],
    [{ body: { base64: "AAE" } }, "the body can't be sent: it is not base64"],
    [{ body: { multipart: [{ name: "a", base64: "?" }] } }, "the body can't be sent: it is not base64"],
  ])("that can't be sent (%j) is refused", async (call, problem) => {
    const error = await rejection(
      request({ url: "http://127.0.0.1:9" }, { method: "POST", body: { text: "x" }, ...call }),
    );
    expect(error).toMatchObject({ code: "INVALID_REQUEST", retryable: false });
    expect(error.message).toContain(problem);
  });
});

describe("the schema of a body", () => {
  it.each([
    {},
    { text: "a", json: 1 },
    { text: 1 },
    { text: "a", content_type: "csv" },
    { base64: "AA==", content_type: "a/b\r\nx: y" },
    { multipart: [] },
    { multipart: [{ name: "a" }] },
    { multipart: [{ name: "a", text: "b", base64: "AA==" }] },
    { form: "a=b" },
  ])("refuses %j", (body) => expect(requestBody.safeParse(body).success).toBe(false));
});
