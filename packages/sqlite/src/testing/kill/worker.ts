// What is killed: node worker.js <file> <number> flood|drain
import { appendFileSync } from "node:fs";
import { createOrchestrator, type Orchestrator } from "@tutti/core";
import { sqlite } from "../../sqlite";
import { kinds, tallyPlugin } from "./workflows";

/** How many executions are started at a time, and how many may be open. */
const TOGETHER = 16;
const OPEN = 128;

const [, , file = "", number = "0", part = "flood"] = process.argv;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  say("up");
  const plugins = [tallyPlugin(Number(number), (key) => appendFileSync(`${file}.ran`, `${number} ${key}\n`))];
  const orchestrator = await createOrchestrator({ storage: sqlite({ path: file }), plugins });
  say("ready");
  await (part === "drain" ? drain(orchestrator) : flood(orchestrator));
}

/** Waits until nothing is left to do. */
async function drain({ stop, workflows }: Orchestrator): Promise<void> {
  const status = ["pending", "running", "waiting"] as const;
  for (;;) {
    const { executions } = await workflows.listExecutions({ status, limit: 1000 });
    if (executions.length === 0) break;
    await Promise.all(executions.map(({ execution_id }) => workflows.waitForExecution(execution_id)));
  }
  await stop();
}

/** Starts executions until it is killed; says of each when its start is durable. */
async function flood({ workflows }: Orchestrator): Promise<void> {
  const ids = await workflowIds({ workflows });
  const open = new Set<Promise<unknown>>();
  for (let n = 0; ; n++) {
    const started = await Promise.all(
      Array.from({ length: TOGETHER }, async (_, index) => {
        const kind = (n + index) % kinds.length;
        const { execution } = await workflows.startWorkflow(ids[kind] as string, { n }, "ada");
        const id = execution?.execution_id ?? "";
        say(`started ${id} ${kinds[kind]?.name} ${n}`);
        return id;
      }),
    );
    for (const id of started) {
      const ended = workflows.waitForExecution(id).finally(() => open.delete(ended));
      open.add(ended);
    }
    while (open.size > OPEN) await Promise.race(open);
  }
}

/** The workflows of all kinds, created by the first process that gets so far. */
async function workflowIds({ workflows }: Pick<Orchestrator, "workflows">): Promise<string[]> {
  const { workflows: stored } = await workflows.listWorkflows();
  const ids = new Map(stored.map(({ name, workflow_id }) => [name, workflow_id]));
  for (const { definition, name } of kinds) {
    if (ids.has(name)) continue;
    const created = await workflows.createWorkflow(definition(ids.get("chain") ?? ""), "ada");
    if (!created.success) throw new Error(created.message);
    ids.set(name, created.workflow.workflow_id);
  }
  return kinds.map(({ name }) => ids.get(name) as string);
}

void main();
