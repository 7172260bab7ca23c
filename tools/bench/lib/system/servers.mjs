import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const READY_MS = 60_000;
const POLL_MS = 50;
const SHOWN = 300;

/** A port of the loopback that nobody uses at the moment. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a server and waits until `ready` answers true. Gives a function that stops it. */
export async function startServer(program, args, { env = {}, cwd, ready }) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let ended = false;
  const listen = (text) => {
    said = (said + text).slice(-SHOWN);
  };
  child.stdout.setEncoding("utf8").on("data", listen);
  child.stderr.setEncoding("utf8").on("data", listen);
  const end = new Promise((resolve) => {
    child.once("error", (error) => resolve(listen(error.message)));
    child.once("exit", resolve);
  }).then(() => {
    ended = true;
  });
  await until(ready, () => {
    if (ended) throw new Error(`${program} ended: ${said.trim()}`);
  });
  return async () => {
    child.kill("SIGTERM");
    await end;
  };
}

/** Asks again and again. An answer that throws counts as "not yet". */
async function until(ready, check) {
  const started = performance.now();
  for (;;) {
    check();
    const answer = await Promise.resolve()
      .then(ready)
      .catch(() => false);
    if (answer) return;
    if (performance.now() - started > READY_MS) throw new Error("the server was not ready in time");
    await sleep(POLL_MS);
  }
}
