import path from "node:path";
import { createOrchestrator, defineAction, definePlugin } from "@tutti/core";
import { z } from "zod";
import { chain, fan } from "../definitions.mjs";

const USER = "bench";
const config = z.strictObject({ v: z.unknown() });

/** What a third party would write: one no-op, and one that only ends where `gateOpen` is true. */
function plugin(gateOpen) {
  const noop = defineAction({
    type: "noop",
    description: "Gives what it got.",
    config,
    execute: async ({ v }) => ({ v }),
  });
  const gate = defineAction({
    type: "gate",
    description: "Gives what it got, once it may.",
    config,
    execute: ({ v }) => (gateOpen ? { v } : new Promise(() => {})),
  });
  return definePlugin({ name: "bench", version: "1.0.0", actions: [noop, gate] })();
}

async function storageOf(storage, folder) {
  if (storage === "memory") return {};
  const { sqlite } = await import("@tutti/sqlite");
  if (sqlite === undefined) throw new Error("@tutti/sqlite has no storage yet");
  return { storage: sqlite({ path: path.join(folder, "tutti.db"), synchronous: storage }) };
}

/** An orchestrator on `storage`: `memory`, or SQLite with `full` or `normal` as its `synchronous`. */
export async function openTutti({ storage, folder, gateOpen = true, ...options }) {
  const orchestrator = await createOrchestrator({
    ...(await storageOf(storage, folder)),
    plugins: [plugin(gateOpen)],
    ...options,
  });
  return { orchestrator, workflows: orchestrator.workflows, stop: () => orchestrator.stop() };
}

/** Stores a definition. Gives its id. */
export async function store({ workflows }, definition) {
  const { success, message, workflow } = await workflows.createWorkflow(definition, USER);
  if (!success) throw new Error(message);
  return workflow.workflow_id;
}

/** Runs a workflow to its end. Gives its result. */
export async function execute({ workflows }, id, parameters) {
  const { success, message, execution } = await workflows.executeWorkflow(id, parameters, USER);
  if (!success) throw new Error(message);
  return execution.result;
}

/** Starts a workflow. Gives the execution's id as soon as the start is stored. */
export async function start({ workflows }, id, parameters) {
  const { success, message, execution } = await workflows.startWorkflow(id, parameters, USER);
  if (!success) throw new Error(message);
  return execution.execution_id;
}

/** Tutti as one of the engines that are compared. */
export async function open({ storage, folder }) {
  const tutti = await openTutti({ storage, folder });
  const run = async (definition) => {
    const id = await store(tutti, definition);
    return async (x) => (await execute(tutti, id, { x })).v;
  };
  return {
    tasks: { seq3: await run(chain(3)), fan20: await run(fan(20)), lat1: await run(chain(1)) },
    close: tutti.stop,
  };
}
