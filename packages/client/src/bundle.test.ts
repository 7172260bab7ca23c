import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runInNewContext } from "node:vm";
import type { createClient as CreateClient } from "./index";
import { GREETING, RealServer, stopServers } from "./testing/real-server";

jest.setTimeout(30_000);

const folder = mkdtempSync(path.join(tmpdir(), "tutti-client-bundle-"));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stopServers();
});

/** The package as a bundler makes it for a page. */
function bundle(): string {
  const file = path.join(folder, "client.js");
  const rolldown = path.join(__dirname, "../../../node_modules/rolldown/bin/cli.mjs");
  const entry = path.join(__dirname, "index.ts");
  const options = ["--platform", "browser", "--format", "iife", "--name", "tutti", "--file", file];
  execFileSync(process.execPath, [rolldown, entry, ...options, "--log-level", "warn"], { cwd: folder });
  return readFileSync(file, "utf8");
}

/** What a page has, and nothing of Node.js. */
const NAMES = [
  "AbortController",
  "TextDecoderStream",
  "URL",
  "URLSearchParams",
  "clearTimeout",
  "crypto",
  "fetch",
  "performance",
  "setTimeout",
] as const;
const PAGE = Object.fromEntries(NAMES.map((name) => [name, globalThis[name]]));

test("the client works from a bundle, with nothing but what a page has", async () => {
  const code = bundle();
  expect(code).not.toMatch(/\brequire\(|node:|\bprocess\.|\bBuffer\b/);
  const context = { ...PAGE, globalThis: PAGE };
  const { createClient } = runInNewContext(`${code}; tutti`, context) as {
    createClient: typeof CreateClient;
  };
  const client = createClient({ url: (await RealServer.start()).url });
  const { workflow_id } = await client.createWorkflow(GREETING);
  const { execution_id } = await client.startWorkflow(workflow_id, { who: "Ada", patient: true });
  const waiting = client.waitForExecution(execution_id);
  await client.signalExecution(execution_id, "go");
  expect(await waiting).toMatchObject({ status: "completed" });
});
