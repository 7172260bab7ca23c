import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import path from "node:path";
import { chain, fan } from "../definitions.mjs";

const PROGRAM = path.join(import.meta.dirname, "http-server.mjs");

/** Starts Tutti's server in a process of its own; it ends with this process. */
export async function startServer(options) {
  const child = fork(PROGRAM, [JSON.stringify(options)], { execArgv: ["--no-warnings"] });
  const [url] = await once(child, "message");
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections ?? 128 });
  return {
    /** Stores a definition; gives what runs it to its end and gives the result. */
    async run(definition) {
      const { workflow_id } = await post({ agent, url: `${url}/api/v1/workflows` }, definition);
      const start = { agent, url: `${url}/api/v1/workflows/${workflow_id}/executions?wait=30` };
      return async (x) => {
        const { result, status } = await post(start, { parameters: { x } });
        if (status === "completed") return result.v;
        throw new Error(`the execution for ${x} ended as ${status}`);
      };
    },
    /** MiB of the server's process. */
    async memoryMb() {
      child.send("memory");
      const [{ rssMb }] = await once(child, "message");
      return rssMb;
    },
    async stop() {
      agent.destroy();
      child.send("stop");
      await once(child, "exit");
    },
  };
}

/** Tutti behind HTTP as one of the engines that are compared. */
export async function open(options) {
  const server = await startServer(options);
  const [seq3, fan20, lat1] = [
    await server.run(chain(3)),
    await server.run(fan(20)),
    await server.run(chain(1)),
  ];
  return { tasks: { seq3, fan20, lat1 }, close: server.stop };
}

function post({ agent, url }, body) {
  const text = JSON.stringify(body);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (answer) => {
      let read = "";
      answer.setEncoding("utf8").on("data", (part) => (read += part));
      answer.on("error", reject).on("end", () => {
        if (answer.statusCode < 300) resolve(JSON.parse(read));
        else reject(new Error(`HTTP ${answer.statusCode}: ${read}`));
      });
    });
    sent.on("error", reject).end(text);
  });
}
