import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import type { Io } from "@tutti/cli";
import { demo } from "./demo.ts";

const FOLDER = resolve(__dirname, "../..");

function fakeIo(cwd = FOLDER) {
  const said = { out: "", err: "" };
  const io: Io = {
    stdout: { write: (text) => (said.out += text) },
    stderr: { write: (text) => (said.err += text) },
    stdin: (async function* () {})(),
    env: {},
    cwd,
    onInterrupt: () => () => undefined,
    exit: () => undefined,
    importModule: () => Promise.reject(new Error("not needed")),
  };
  return { io, said };
}

test("reviews a document and shows what came out", async () => {
  const { io, said } = fakeIo();
  expect(await demo(["README.md"], io)).toBe(0);
  expect(said.err).toBe("");
  expect(said.out).toMatch(/^▸ Document review\n/);
  expect(said.out).toMatch(/announce_review │ Review of The demo's services\n/);
  expect(said.out).toMatch(/✔ Completed in .*: 4 completed\nOutputs\n {2}title {2,}The demo's services\n/);
  expect(said.out).toMatch(/\nFigures\n {2}quality, of 100 +\d+ /);
  expect(said.out).toMatch(/\nTimeline, \d+ ms\n {2}fetch_document +█+ +\d+ ms\n/);
});

test("reads the repository's README.md unless it is told another document", async () => {
  const { io, said } = fakeIo("/");
  expect(await demo([], io)).toBe(0);
  expect(said.out).toMatch(/ {2}title {2,}Tutti\n/);
});

test("a path starts in the folder of whoever called npm", async () => {
  const { io, said } = fakeIo("/");
  expect(await demo(["README.md"], { ...io, env: { INIT_CWD: FOLDER } })).toBe(0);
  expect(said.out).toContain("The demo's services");
});

test("reads a document over HTTP", async () => {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/markdown");
    response.end("# From afar\n\nThe cat sat on the mat. It was happy there.\n");
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const { io, said } = fakeIo();
  expect(await demo([`http://127.0.0.1:${port}/cat.md`], io)).toBe(0);
  expect(said.out).toMatch(/ {2}title {2,}From afar\n/);
  await new Promise((closed) => server.close(closed));
});

test("a document that is not there fails the workflow", async () => {
  const { io, said } = fakeIo();
  expect(await demo(["gone.md"], io)).toBe(1);
  expect(said.err).toMatch(/error\[SERVICE_ERROR\]: .*\n[^]*--> .*document-review\.yaml:\d+:\d+\n/);
  expect(said.out).toContain("Timeline, ");
  expect(said.out).not.toContain("Figures");
});

test.each([[["--help"]], [["a.md", "b.md"]]])("%j is told how it is called", async (args) => {
  const { io, said } = fakeIo();
  expect(await demo(args, io)).toBe(2);
  expect(said.err).toMatch(/^Usage: npm run demo/);
});
