import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { listen, type RunningService } from "../json-service.ts";
import { type Answer, post } from "../testing/http.ts";
import { DOCUMENT_LIMIT } from "./content.ts";
import { sourceAgent } from "./service.ts";

const README = "# Hello\n\nThis is a document.\n";

describe("source_agent reads files", () => {
  let folder: string;
  let root: string;
  let service: RunningService;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "source-agent-")));
    root = join(folder, "docs");
    await mkdir(join(root, "sub.md"), { recursive: true });
    await mkdir(join(folder, "docs-private"));
    await Promise.all([
      writeFile(join(root, "README.md"), README),
      writeFile(join(root, "sub.md", "page.html"), "<title>A page</title><p>x"),
      writeFile(join(root, "LICENSE"), "\uFEFFFree."),
      writeFile(join(root, "größe 1.txt"), "x"),
      writeFile(join(root, "data.bin"), "x"),
      writeFile(join(root, "latin1.txt"), Buffer.from("gr\xfc\xdfe", "latin1")),
      writeFile(join(root, "binary.txt"), "a\0b"),
      writeFile(join(root, "limit.txt"), "x".repeat(DOCUMENT_LIMIT)),
      writeFile(join(root, "large.txt"), "x".repeat(DOCUMENT_LIMIT + 1)),
      writeFile(join(folder, "secret.md"), "secret"),
      writeFile(join(folder, "docs-private", "secret.md"), "secret"),
      symlink(join(folder, "secret.md"), join(root, "way-out.md")),
      symlink(join(root, "README.md"), join(root, "way-in.md")),
      symlink(folder, join(root, "folder-out")),
    ]);
    service = await listen(sourceAgent({ roots: [root], hosts: [] }));
  });
  afterAll(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  const read = (url: string): Promise<Answer> => post(`${service.url}/fetch`, { url });

  test("by path", async () => {
    await expect(read(join(root, "README.md"))).resolves.toMatchObject({
      status: 200,
      body: {
        content: README,
        title: "Hello",
        content_type: "text/markdown",
        bytes: README.length,
        source: pathToFileURL(join(root, "README.md")).href,
      },
    });
  });

  test.each([
    ["by a path inside the first folder", () => "README.md", "Hello"],
    ["by file URL", () => pathToFileURL(join(root, "README.md")).href, "Hello"],
    ["by a path with a detour", () => join(root, "sub.md", "..", "README.md"), "Hello"],
    ["through a link that stays inside", () => "way-in.md", "Hello"],
    ["below its folders", () => "sub.md/page.html", "A page"],
    ["with the name as the title where there is no other", () => "größe 1.txt", "größe 1.txt"],
  ])("%s", async (_, url, title) => {
    await expect(read(url())).resolves.toMatchObject({ status: 200, body: { title } });
  });

  test("without the mark at the beginning", async () => {
    await expect(read("LICENSE")).resolves.toMatchObject({
      body: { content: "Free.", bytes: 8, content_type: "text/plain" },
    });
  });

  test("up to the limit", async () => {
    await expect(read("limit.txt")).resolves.toMatchObject({ status: 200, body: { bytes: DOCUMENT_LIMIT } });
    await expect(read("large.txt")).resolves.toMatchObject({
      status: 413,
      body: { code: "DOCUMENT_TOO_LARGE" },
    });
  });

  test.each([
    ["the folder above", () => "../secret.md"],
    ["an absolute path elsewhere", () => "/etc/passwd"],
    ["a file URL elsewhere", () => "file:///etc/passwd"],
    ["an encoded detour", () => `${pathToFileURL(root).href}/%2e%2e/secret.md`],
    ["a folder with the same beginning", () => join(folder, "docs-private", "secret.md")],
    ["a link that leads out", () => "way-out.md"],
    ["a linked folder that leads out", () => "folder-out/secret.md"],
    ["what is not there, elsewhere", () => "/no/such/file.md"],
  ])("but not %s", async (_, url) => {
    const { status, body } = await read(url());
    expect(status).toBe(403);
    expect(body["code"]).toBe("FORBIDDEN_PATH");
    expect(JSON.stringify(body)).not.toContain("content");
  });

  test.each(["missing.md", "sub.md", "LICENSE/x.md"])("and finds no document in %s", async (url) => {
    await expect(read(url)).resolves.toMatchObject({ status: 404, body: { code: "DOCUMENT_NOT_FOUND" } });
  });

  test.each([
    ["data.bin", '".bin" files'],
    ["latin1.txt", "not text in utf-8"],
    ["binary.txt", "not text in utf-8"],
  ])("and says why it does not read %s", async (url, reason) => {
    const { status, body } = await read(url);
    expect(status).toBe(415);
    expect(body["detail"]).toContain(reason);
  });

  test.each(["", "a\0b", "ftp://a.example/x", "data:text/plain,x", "http://", "file://host/x", 7])(
    "and can't use %j",
    async (url) => {
      const { status, body } = await post(`${service.url}/fetch`, { url });
      expect(status).toBe(422);
      expect(body["errors"]).toEqual([expect.objectContaining({ path: "url" })]);
    },
  );

  test("and does not wait for a device", async () => {
    const devices = await listen(sourceAgent({ roots: ["/dev"], hosts: [] }));
    await expect(post(`${devices.url}/fetch`, { url: "zero" })).resolves.toMatchObject({ status: 404 });
    await devices.close();
  });

  test("and from no folder at all when it has none", async () => {
    const closed = await listen(sourceAgent({ roots: [], hosts: [] }));
    await expect(post(`${closed.url}/fetch`, { url: "README.md" })).resolves.toMatchObject({ status: 403 });
    await closed.close();
  });
});

describe("source_agent reads over HTTP", () => {
  let web: Server;
  let host: string;
  let service: RunningService;

  beforeAll(async () => {
    web = createServer((request, response) => {
      const [status, headers, body] = pages[request.url ?? ""] ?? [404, {}, ""];
      if (status === 0) return;
      response.writeHead(status, headers);
      response.end(body);
    });
    await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
    host = `127.0.0.1:${(web.address() as AddressInfo).port}`;
    service = await listen(sourceAgent({ roots: [], hosts: [host, "127.0.0.1:1"], timeoutMs: 300 }));
  });
  afterAll(async () => {
    await service.close();
    web.closeAllConnections();
    web.close();
  });

  const html = { "content-type": "text/html; charset=utf-8" };
  const text = { "content-type": "text/plain" };
  const pages: Record<string, [number, Record<string, string>, string | Buffer]> = {
    "/page": [200, html, "<title>Page</title><p>Hello."],
    "/README.md": [200, text, README],
    "/latin1": [
      200,
      { "content-type": 'text/plain; charset="iso-8859-1"' },
      Buffer.from("gr\xfcn", "latin1"),
    ],
    "/odd": [200, { "content-type": "text/plain; charset=klingon" }, "x"],
    "/image": [200, { "content-type": "image/png" }, "x"],
    "/untyped": [200, {}, "x"],
    "/empty": [204, text, ""],
    "/moved": [302, { location: "/page" }, ""],
    "/away": [302, { location: "http://169.254.169.254/latest/meta-data" }, ""],
    "/away-to-file": [302, { location: "file:///etc/passwd" }, ""],
    "/round": [302, { location: "/round" }, ""],
    "/large": [
      200,
      { ...text, "content-length": String(DOCUMENT_LIMIT + 1) },
      "x".repeat(DOCUMENT_LIMIT + 1),
    ],
    "/endless": [200, { ...text, "transfer-encoding": "chunked" }, "x".repeat(DOCUMENT_LIMIT + 1)],
    "/gone": [410, {}, ""],
    "/broken": [500, {}, ""],
    "/silent": [0, {}, ""],
  };
  const read = (path: string): Promise<Answer> =>
    post(`${service.url}/fetch`, { url: `http://${host}${path}` });

  test("a page", async () => {
    await expect(read("/page")).resolves.toMatchObject({
      status: 200,
      body: { title: "Page", content_type: "text/html", bytes: 28, source: `http://${host}/page` },
    });
  });

  test("Markdown that is sent as plain text", async () => {
    await expect(read("/README.md")).resolves.toMatchObject({
      body: { title: "Hello", content_type: "text/markdown" },
    });
  });

  test("in the encoding that the host names", async () => {
    await expect(read("/latin1")).resolves.toMatchObject({ body: { content: "grün", title: "latin1" } });
  });

  test("after a redirect, and names the final place", async () => {
    await expect(read("/moved")).resolves.toMatchObject({ body: { source: `http://${host}/page` } });
  });

  test("also nothing", async () => {
    await expect(read("/empty")).resolves.toMatchObject({ status: 200, body: { content: "", bytes: 0 } });
  });

  test.each([
    ["/away", 403, "FORBIDDEN_HOST"],
    ["/away-to-file", 403, "FORBIDDEN_HOST"],
    ["/round", 502, "TOO_MANY_REDIRECTS"],
    ["/large", 413, "DOCUMENT_TOO_LARGE"],
    ["/endless", 413, "DOCUMENT_TOO_LARGE"],
    ["/odd", 415, "UNSUPPORTED_DOCUMENT"],
    ["/image", 415, "UNSUPPORTED_DOCUMENT"],
    ["/untyped", 415, "UNSUPPORTED_DOCUMENT"],
    ["/missing", 404, "DOCUMENT_NOT_FOUND"],
    ["/gone", 404, "DOCUMENT_NOT_FOUND"],
    ["/broken", 502, "SOURCE_FAILED"],
    ["/silent", 504, "SOURCE_TIMEOUT"],
  ])("but not %s: %i %s", async (path, status, code) => {
    await expect(read(path)).resolves.toMatchObject({ status, body: { code } });
  });

  test.each(["http://localhost/", "http://127.0.0.1/", "https://example.com/", "http://[::1]/"])(
    "but not from a host that is not named: %s",
    async (url) => {
      await expect(post(`${service.url}/fetch`, { url })).resolves.toMatchObject({
        status: 403,
        body: { code: "FORBIDDEN_HOST" },
      });
    },
  );

  test("but not with a password in the URL", async () => {
    const { status, body } = await post(`${service.url}/fetch`, { url: `http://me:hunter2@${host}/page` });
    expect(status).toBe(403);
    expect(JSON.stringify(body)).not.toContain("hunter2");
  });

  test("but not from a host that is down", async () => {
    await expect(post(`${service.url}/fetch`, { url: "http://127.0.0.1:1/" })).resolves.toMatchObject({
      status: 502,
      body: { code: "SOURCE_UNREACHABLE" },
    });
  });
});
