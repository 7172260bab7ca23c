// A server in a process of its own: node http-server.mjs '{"storage":"full","folder":"…"}'
import { createServer } from "@tutti/server";
import { openTutti } from "./tutti.mjs";

const { orchestrator } = await openTutti(JSON.parse(process.argv[2] ?? "{}"));
const server = await createServer({ orchestrator, port: 0, logger: false, owned: true });
process.send?.(await server.listen());
process.on("message", async (message) => {
  if (message === "memory") process.send?.({ rssMb: process.memoryUsage.rss() / 2 ** 20 });
  if (message !== "stop") return;
  await server.stop();
  process.disconnect();
});
