import { once } from "node:events";
import { connect } from "node:net";
import { FlowProducer, Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { freePort, startServer } from "../lib/system/servers.mjs";

const queueName = "bench";
const names = Array.from({ length: 20 }, (_, index) => `b${index}`);
const job = (name, data, children = []) => ({ name, queueName, data, children });

/** What starts a run. A flow is a tree, so the one of `fan20` is added by its first job. */
const STARTS = {
  seq3: ({ flows }, run, x) => flows.add(job("last", { run }, [job("pass", {}, [job("pass", { v: x })])])),
  fan20: ({ queue }, run, x) => queue.add("first", { run, v: x }),
  lat1: ({ queue }, run, x) => queue.add("last", { run, v: x }),
};

/** A Redis of its own, whose `appendfsync` is `fsync`, and a worker in this process. */
export async function open({ folder, fsync }) {
  const port = await freePort();
  const args = ["--port", port, "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  const stop = await startServer("redis-server", [...args, "--appendonly", "yes", "--appendfsync", fsync], {
    ready: () => accepts(port),
  });
  // A worker waits for jobs as long as it takes.
  const connection = new Redis({ host: "127.0.0.1", port, maxRetriesPerRequest: null });
  const engine = { queue: new Queue(queueName, { connection }), flows: new FlowProducer({ connection }) };
  const { run, worker } = startWorker(engine, connection);
  const tasks = Object.fromEntries(Object.entries(STARTS).map(([name, start]) => [name, run(start)]));
  return {
    tasks,
    async close() {
      await Promise.all([worker.close(), engine.queue.close(), engine.flows.close()]);
      connection.disconnect();
      await stop();
    },
  };
}

function startWorker(engine, connection) {
  const waiting = new Map();
  const worker = new Worker(queueName, (each) => work(each, engine), { connection, concurrency: 128 });
  worker.on("completed", ({ name, data }, result) => {
    if (name !== "last") return;
    waiting.get(data.run)(result.v);
    waiting.delete(data.run);
  });
  let runs = 0;
  const run = (start) => (x) =>
    new Promise((resolve, reject) => {
      const id = String(runs++);
      waiting.set(id, resolve);
      start(engine, id, x).catch(reject);
    });
  return { run, worker };
}

/** A no-op step: gives what it got, from its data or from its children. */
async function work(each, { flows }) {
  const { v, run, list } = each.data;
  if (each.name === "first") {
    const parts = names.map(() => job("pass", { v }));
    await flows.add(job("last", { run, list: true }, parts));
    return { v };
  }
  if (v !== undefined) return { v };
  const values = Object.values(await each.getChildrenValues()).map((child) => child.v);
  return { v: list ? values : values[0] };
}

async function accepts(port) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.destroy();
  return true;
}
