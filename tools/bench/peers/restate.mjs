import { createRequire } from "node:module";
import { RestatePromise, serve, service } from "@restatedev/restate-sdk";
import { connect } from "@restatedev/restate-sdk-clients";
import { freePort, startServer } from "../lib/system/servers.mjs";

const names = Array.from({ length: 20 }, (_, index) => `b${index}`);

// Each `run` is a step whose result is recorded. Awaiting RestatePromise.all keeps the replay deterministic.
const bench = service({
  name: "bench",
  handlers: {
    async seq3(context, x) {
      const a = await context.run("a", () => x);
      const b = await context.run("b", () => a);
      return context.run("c", () => b);
    },
    async fan20(context, x) {
      const first = await context.run("first", () => x);
      const all = await RestatePromise.all(names.map((name) => context.run(name, () => first)));
      return context.run("last", () => all);
    },
    lat1: (context, x) => context.run("a", () => x),
  },
});

/** A server of its own, and a worker in this process. `partitions`: less than the default suits few cores. */
export async function open({ folder, partitions }) {
  const [ingress, admin, fabric] = [await freePort(), await freePort(), await freePort()];
  const stop = await startServer(binary(), ["--no-logo"], {
    cwd: folder,
    env: {
      RESTATE_BASE_DIR: folder,
      RESTATE_LISTEN_MODE: "tcp",
      RESTATE_BIND_IP: "127.0.0.1",
      RESTATE_BIND_PORT: String(fabric),
      RESTATE_INGRESS__BIND_PORT: String(ingress),
      RESTATE_ADMIN__BIND_PORT: String(admin),
      RESTATE_DISABLE_TELEMETRY: "true",
      DO_NOT_TRACK: "1",
      RESTATE_LOG_FILTER: "warn",
      ...(partitions === undefined ? {} : { RESTATE_DEFAULT_NUM_PARTITIONS: String(partitions) }),
    },
    ready: async () => (await healthy(admin, "/health")) && (await healthy(ingress, "/restate/health")),
  });
  const worker = await serve({ services: [bench], port: 0 });
  await register(admin, worker);
  const client = connect({ url: `http://127.0.0.1:${ingress}` }).serviceClient({ name: "bench" });
  const { seq3, fan20, lat1 } = client;
  return { tasks: { seq3, fan20, lat1 }, close: stop };
}

function binary() {
  const server = createRequire(
    createRequire(import.meta.url).resolve("@restatedev/restate-server/package.json"),
  );
  return server.resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`);
}

async function healthy(port, path) {
  return (await fetch(`http://127.0.0.1:${port}${path}`)).ok;
}

async function register(admin, worker) {
  const answer = await fetch(`http://127.0.0.1:${admin}/deployments`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ uri: `http://127.0.0.1:${worker}` }),
  });
  if (!answer.ok) throw new Error(`registering the worker: ${answer.status} ${await answer.text()}`);
}
