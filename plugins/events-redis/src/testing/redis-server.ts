import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const PROGRAMS = path.join(__dirname, "../../../../tools/checks/bin/server-program.cjs");

/** A port of this machine that nobody uses now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a real Redis server on a loopback port, at the same port again when one is given. */
export async function redisServer(at?: number) {
  const program = execFileSync(process.execPath, [PROGRAMS, "redis-server"], { encoding: "utf8" }).trim();
  const folder = mkdtempSync(path.join(tmpdir(), "tutti-redis-server-"));
  const port = at ?? (await freePort());
  const child = spawn(
    program,
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--daemonize", "no"],
    { cwd: folder },
  );
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: unknown): void => {
      output += String(chunk);
      if (output.includes("Ready to accept connections")) resolve();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", () => reject(new Error(output)));
  });
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    /** Stops it for a while: connections stay open, and nothing is answered. */
    freeze: () => child.kill("SIGSTOP"),
    thaw: () => child.kill("SIGCONT"),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
