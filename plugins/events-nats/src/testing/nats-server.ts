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

/** Starts a real NATS server on a loopback port, at the same port again when one is given. */
export async function natsServer(at?: number) {
  const program = execFileSync(process.execPath, [PROGRAMS, "nats-server"], { encoding: "utf8" }).trim();
  const folder = mkdtempSync(path.join(tmpdir(), "tutti-nats-server-"));
  const port = at ?? (await freePort());
  const child = spawn(
    program,
    ["--addr", "127.0.0.1", "--port", String(port), "--jetstream", "--store_dir", folder],
    { cwd: folder },
  );
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: unknown): void => {
      output += String(chunk);
      if (output.includes("Server is ready")) resolve();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", () => reject(new Error(output)));
  });
  return {
    port,
    url: `nats://127.0.0.1:${port}`,
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
