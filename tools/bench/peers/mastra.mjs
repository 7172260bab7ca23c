import { createStep, createWorkflow } from "@mastra/core/workflows";
import { z } from "zod";

const value = z.object({ v: z.unknown() });
const names = Array.from({ length: 20 }, (_, index) => `b${index}`);

const step = (id, execute = ({ inputData }) => Promise.resolve(inputData), inputSchema = value) =>
  createStep({ id, inputSchema, outputSchema: value, execute });
const workflow = (id) => createWorkflow({ id, inputSchema: value, outputSchema: value });

const workflows = {
  seq3: workflow("seq3").then(step("a")).then(step("b")).then(step("c")).commit(),
  fan20: workflow("fan20")
    .then(step("first"))
    .parallel(names.map((name) => step(name)))
    .then(step("last", joined, z.record(z.string(), value)))
    .commit(),
  lat1: workflow("lat1").then(step("a")).commit(),
};

async function joined({ inputData }) {
  return { v: names.map((name) => inputData[name].v) };
}

/** Without a storage: nothing is kept. */
export async function open() {
  const run = (each) => async (x) => {
    const { status, result } = await (await each.createRun()).start({ inputData: { v: x } });
    if (status !== "success") throw new Error(`Mastra ended with ${status}`);
    return result.v;
  };
  const tasks = Object.fromEntries(Object.entries(workflows).map(([name, each]) => [name, run(each)]));
  return { tasks, close: () => {} };
}
