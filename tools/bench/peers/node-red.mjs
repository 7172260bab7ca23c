import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import RED from "node-red";

const names = Array.from({ length: 20 }, (_, index) => `b${index}`);

// Without a place on the canvas a node would be configuration.
const placed = { z: "tab", x: 0, y: 0 };
/** A `function` node: what a user of Node-RED writes a step in. */
const step = (id, wires, func = "return msg;") => ({
  id,
  type: "function",
  ...placed,
  name: id,
  func,
  outputs: 1,
  wires: [wires],
});
const done = (id) => ({ ...step(id, [], 'global.get("done")(msg);'), outputs: 0, wires: [] });
// One message becomes twenty parts, which the join node makes one list of again.
const part = (id, index) =>
  step(id, ["join"], `msg.parts = { id: msg.run, type: "array", index: ${index}, count: 20 }; return msg;`);

const FLOWS = [
  { id: "tab", type: "tab", label: "bench" },
  // seq3
  step("a", ["b"]),
  step("b", ["c"]),
  step("c", ["done"]),
  // fan20
  step("first", names),
  ...names.map(part),
  { id: "join", type: "join", ...placed, mode: "auto", build: "array", wires: [["last"]] },
  step("last", ["done"]),
  // lat1
  step("only", ["done"]),
  done("done"),
];
const ENTRIES = { seq3: "a", fan20: "first", lat1: "only" };

/** In memory: nothing is kept. A message's run tells whose result it is. */
export async function open({ folder }) {
  const waiting = new Map();
  await startNodeRed(folder, ({ run, payload }) => {
    waiting.get(run)(payload);
    waiting.delete(run);
  });
  let runs = 0;
  const send = (entry) => (x) =>
    new Promise((resolve) => {
      const run = String(runs++);
      waiting.set(run, resolve);
      RED.nodes.getNode(entry).receive({ run, payload: x });
    });
  const tasks = Object.fromEntries(Object.entries(ENTRIES).map(([name, entry]) => [name, send(entry)]));
  return { tasks, close: () => RED.stop() };
}

async function startNodeRed(folder, onDone) {
  writeFileSync(path.join(folder, "flows.json"), JSON.stringify(FLOWS));
  const started = new Promise((resolve) => {
    RED.events.once("flows:started", resolve);
  });
  RED.init(createServer(), {
    userDir: folder,
    flowFile: "flows.json",
    httpAdminRoot: false,
    httpNodeRoot: false,
    credentialSecret: false,
    logging: { console: { level: "off" } },
    telemetry: { enabled: false },
    externalModules: { palette: { allowInstall: false }, modules: { allowInstall: false } },
    functionGlobalContext: { done: onDone },
  });
  await RED.start();
  await started;
}
