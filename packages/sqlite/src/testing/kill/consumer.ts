// What is killed: node consumer.js <file> <number> flood|drain
import { appendFileSync } from "node:fs";
import { createOrchestrator, defineAction, definePlugin, type Orchestrator } from "@tutti/core";
import { z } from "zod";
import { sqlite } from "../../sqlite";
import type { SqliteStorage } from "../../types";

/** How many executions are started, and events published, at a time. */
const TOGETHER = 16;
const MEMBERS = 4;
const GROUP = "consumer";

const [, , file = "", number = "0", part = "flood"] = process.argv;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const nothing = defineAction({
  type: "nothing",
  description: "Does nothing.",
  config: z.strictObject({}),
  execute: () => ({ done: true }),
});

async function main(): Promise<void> {
  say("up");
  const storage = sqlite({ path: file });
  const plugins = [definePlugin({ name: "nothing", version: "1.0.0", actions: [nothing] })()];
  const orchestrator = await createOrchestrator({ storage, plugins });
  for (let member = 0; member < MEMBERS; member++)
    orchestrator.events.subscribe({ group: GROUP, fromPosition: 1 }, ({ executionid, id, sequence }) => {
      appendFileSync(`${file}.handled`, `${number} ${executionid ?? "-"} ${sequence ?? 0} ${id}\n`);
    });
  say("ready");
  await (part === "drain" ? drain(orchestrator, storage) : flood(orchestrator));
}

/** Starts executions and publishes events until it is killed; says of each when it is durable. */
async function flood({ events, workflows }: Orchestrator): Promise<void> {
  const actions = ["a", "b"].map((action_id) => ({ action_id, action_type: "nothing", config: {} }));
  const { workflow } = await workflows.createWorkflow({ name: "flood", actions }, "ada");
  for (let round = 0; ; round++) {
    await Promise.all(
      Array.from({ length: TOGETHER }, async (_, index) => {
        const id = `${number}-${round}-${index}`;
        const started = workflows.startWorkflow(workflow?.workflow_id ?? "", {}, "ada");
        await events.publish({ type: "order.paid", id });
        say(`published ${id}`);
        const { execution } = await started;
        say(`started ${execution?.execution_id ?? ""}`);
      }),
    );
  }
}

/** Waits until every execution has ended and the group has handled everything. */
async function drain({ stop, workflows }: Orchestrator, storage: SqliteStorage): Promise<void> {
  const status = ["pending", "running", "waiting"] as const;
  for (;;) {
    const { executions } = await workflows.listExecutions({ status, limit: 1000 });
    const group = await storage.getGroup?.(GROUP);
    if (executions.length === 0 && group?.position === (await storage.lastPosition?.())) break;
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
  await stop();
}

void main();
