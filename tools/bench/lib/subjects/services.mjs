import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

const PROGRAM = path.join(import.meta.dirname, "http-services.mjs");

/** Starts services in a process of their own, `good` or `bad` ones; gives their base URLs. They end with this process. */
export async function startServices(...kinds) {
  const child = fork(PROGRAM, [JSON.stringify(kinds)], { execArgv: [] });
  const [ports] = await once(child, "message");
  return ports.map((port) => `http://127.0.0.1:${port}`);
}
