import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { closeMeshes, rejection, request } from "../testing/mesh";
import { type Answer, closeServers, json, startServer } from "../testing/server";
import type { RequestOptions } from "../types";

let outer: string;
let folder: string;

beforeEach(async () => {
  outer = await mkdtemp(path.join(tmpdir(), "tutti-save-"));
  folder = path.join(outer, "downloads");
  await mkdir(folder);
});

afterEach(async () => {
  await closeMeshes();
  await closeServers();
  await rm(outer, { recursive: true });
});

async function save(answer: Answer, options: RequestOptions, maxBytes = 1_000_000) {
  const server = await startServer(answer);
  const downloads = { folder, max_bytes: maxBytes };
  return request({ url: server.url, max_response_bytes: 100, downloads }, options);
}

const pdf: Answer = (_seen, response) =>
  response.writeHead(200, { "content-type": "application/pdf; v=1" }).end("%PDF-1.7");
const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");
/** All files and folders, and so also what should have been removed. */
const everything = async () => (await readdir(outer, { recursive: true })).toSorted();

/** The files in the folder once one of them has this many bytes. */
async function untilWritten(bytes: number): Promise<string[]> {
  for (;;) {
    const names = await readdir(folder);
    const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size));
    if (sizes.some((size) => size >= bytes)) return names;
    await new Promise(setImmediate);
  }
}

describe("an answer that is saved", () => {
  it("becomes a file, and the response says which", async () => {
    const { status_code, response } = await save(pdf, { saveTo: "reports/2026/a.pdf" });
    expect(status_code).toBe(200);
    expect(response).toEqual({
      path: "reports/2026/a.pdf",
      bytes: 8,
      sha256: sha256("%PDF-1.7"),
      content_type: "application/pdf",
    });
    expect(await readFile(path.join(folder, "reports/2026/a.pdf"), "utf8")).toBe("%PDF-1.7");
    expect(await everything()).toEqual([
      "downloads",
      "downloads/reports",
      "downloads/reports/2026",
      "downloads/reports/2026/a.pdf",
    ]);
  });

  it("is written as it comes, so it may be larger than what is kept in memory", async () => {
    const half = Buffer.alloc(500_000, "x");
    let drafts: string[] = [];
    const { response } = await save(
      (_seen, answer) => {
        answer.write(half);
        // The rest comes only when the first half is on the disk.
        void untilWritten(half.byteLength).then((names) => {
          drafts = names;
          answer.end(half);
        });
      },
      { saveTo: "large.bin" },
    );
    expect(response).toMatchObject({ bytes: 1_000_000, content_type: "application/octet-stream" });
    expect(drafts).toEqual([expect.stringMatching(/^\..+\.part$/)]);
    expect(await everything()).toEqual(["downloads", "downloads/large.bin"]);
  });

  it("is decompressed, and may be empty", async () => {
    const zipped = gzipSync("text");
    const { response } = await save(
      (_seen, answer) => answer.writeHead(200, { "content-encoding": "gzip" }).end(zipped),
      { saveTo: "a.txt" },
    );
    expect(response).toMatchObject({ bytes: 4 });
    expect(await readFile(path.join(folder, "a.txt"), "utf8")).toBe("text");
    const empty = await save((_seen, answer) => answer.end(), { saveTo: "empty" });
    expect(empty.response).toMatchObject({ bytes: 0, sha256: sha256("") });
  });

  it("replaces a file, and a link instead of what it leads to", async () => {
    await writeFile(path.join(outer, "secret"), "keep");
    await symlink(path.join(outer, "secret"), path.join(folder, "a.pdf"));
    await save(pdf, { saveTo: "a.pdf" });
    await save(pdf, { saveTo: "a.pdf" });
    expect(await readFile(path.join(outer, "secret"), "utf8")).toBe("keep");
    expect(await readFile(path.join(folder, "a.pdf"), "utf8")).toBe("%PDF-1.7");
  });

  it("is not saved when it is an error", async () => {
    const error = await rejection(
      save((_seen, response) => json(response, { why: "busy" }, 503), { saveTo: "a" }),
    );
    expect(error).toMatchObject({ code: "SERVICE_ERROR", details: { response: { why: "busy" } } });
    expect(await everything()).toEqual(["downloads"]);
  });

  it("is not saved when it is of another type, or compressed in an unknown way", async () => {
    const type = await rejection(save(pdf, { saveTo: "a", expectContentType: "image/*" }));
    expect(type).toMatchObject({ code: "SERVICE_BAD_RESPONSE" });
    const encoding = await rejection(
      save((_seen, response) => response.writeHead(200, { "content-encoding": "zip9" }).end("abc"), {
        saveTo: "a",
      }),
    );
    expect(encoding).toMatchObject({ code: "SERVICE_BAD_RESPONSE" });
    expect(await everything()).toEqual(["downloads"]);
  });
});

describe("a path to save to", () => {
  it.each([
    "../a",
    "a/../../b",
    "/etc/passwd",
    "a/./b",
    ".",
    "..",
    "",
    "a//b",
    "a/",
    "a\\b",
    "..\\a",
    "C:a",
    "a\u0000b",
    "a\nb",
    "x".repeat(1025),
  ])("is refused before anything is sent when it is %j", async (saveTo) => {
    const server = await startServer(pdf);
    const error = await rejection(request({ url: server.url, downloads: { folder } }, { saveTo }));
    expect(error).toMatchObject({ code: "INVALID_REQUEST", retryable: false });
    expect(error.message).toContain("the answer can't be saved as");
    expect(server.requests).toEqual([]);
    expect(await everything()).toEqual(["downloads"]);
  });

  it("needs a folder in the options", async () => {
    const error = await rejection(request({ url: "http://127.0.0.1:9" }, { saveTo: "a" }));
    expect(error).toMatchObject({ code: "INVALID_REQUEST" });
    expect(error.message).toContain("the option downloads names no folder");
  });

  it("may not leave the folder through a link", async () => {
    const elsewhere = path.join(outer, "elsewhere");
    await mkdir(elsewhere);
    await symlink(elsewhere, path.join(folder, "out"));
    for (const saveTo of ["out/a", "out/deep/a"]) {
      const error = await rejection(save(pdf, { saveTo }));
      expect(error).toMatchObject({ code: "INVALID_REQUEST", retryable: false });
      expect(error.message).toContain("leads out of the folder for downloads through a link");
    }
    expect(await readdir(elsewhere)).toEqual([]);
  });
});

describe("an answer that can't be saved", () => {
  it("is too large, and leaves nothing behind", async () => {
    const error = await rejection(save(pdf, { saveTo: "a.pdf" }, 7));
    expect(error).toMatchObject({ code: "RESPONSE_TOO_LARGE", retryable: false, details: { max_bytes: 7 } });
    expect(error.message).toContain("raise downloads.max_bytes");
    expect(await everything()).toEqual(["downloads"]);
  });

  it("is a bomb, and is given up at its limit", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const error = await rejection(
      save((_seen, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb), {
        saveTo: "bomb",
      }),
    );
    expect(error).toMatchObject({ code: "RESPONSE_TOO_LARGE" });
    expect(await everything()).toEqual(["downloads"]);
  });

  it("breaks off, and the file that was there stays", async () => {
    await writeFile(path.join(folder, "a"), "old");
    const error = await rejection(
      save(
        (_seen, response) => {
          response.writeHead(200, { "content-length": "100" }).write("new");
          setImmediate(() => response.destroy());
        },
        { saveTo: "a" },
      ),
    );
    expect(error).toMatchObject({ code: "SERVICE_UNREACHABLE", retryable: true });
    expect(await readFile(path.join(folder, "a"), "utf8")).toBe("old");
    expect(await everything()).toEqual(["downloads", "downloads/a"]);
  });

  it("takes too long, and leaves nothing behind", async () => {
    const error = await rejection(
      save((_seen, response) => response.writeHead(200).write("slow"), { saveTo: "a", timeoutMs: 100 }),
    );
    expect(error).toMatchObject({ code: "SERVICE_TIMEOUT" });
    expect(await everything()).toEqual(["downloads"]);
  });

  it.each([
    ["a folder is in its place", "EISDIR", async () => mkdir(path.join(folder, "a"))],
    ["a file is in the place of its folder", "ENOTDIR", async () => writeFile(path.join(folder, "a"), "")],
    ["the folder is missing", "ENOENT", async () => rm(folder, { recursive: true })],
  ])("because %s", async (_why, reason, prepare) => {
    await prepare();
    const error = await rejection(save(pdf, { saveTo: reason === "ENOTDIR" ? "a/b" : "a" }));
    expect(error).toMatchObject({ code: "SAVE_FAILED", retryable: true, details: { reason } });
    expect(error.message).toContain("the answer can't be saved: ");
  });
});
