// What is killed: node trigger.js <file> <number> flood|drain
import { createOrchestrator, type Orchestrator } from "@tutti/core";
import { sqlite } from "../../sqlite";
import type { SqliteStorage } from "../../types";

/** How many events are published at a time. */
const TOGETHER = 16;

const [, , file = "", number = "0", part = "flood"] = process.argv;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Every third process only stores events: those that come while no triggers run. */
const triggers = part === "drain" || Number(number) % 3 !== 0;

async function main(): Promise<void> {
  say("up");
  const storage = sqlite({ path: file });
  const orchestrator = await createOrchestrator({ storage, triggers });
  await createOnce(orchestrator);
  say("ready");
  await (part === "drain" ? drain(orchestrator, storage) : flood(orchestrator));
}

/** The workflow that events start; the first process that gets so far creates it. */
async function createOnce({ workflows }: Orchestrator): Promise<void> {
  const { workflows: stored } = await workflows.listWorkflows();
  if (stored.length > 0) return;
  const onPaid = [{ type: "event", event_type: "order.paid", filter: "data.total > 0" }] as const;
  const { workflow } = await workflows.createWorkflow({ name: "paid", triggers: onPaid, actions: [] }, "ada");
  say(`created ${workflow?.workflow_id}`);
}

/** Publishes events until it is killed; says of each when it is durable. */
async function flood({ events }: Orchestrator): Promise<void> {
  for (let round = 0; ; round++)
    await Promise.all(
      Array.from({ length: TOGETHER }, async (_, index) => {
        const id = `${number}-${round}-${index}`;
        await events.publish({ type: "order.paid", id, data: { total: index } });
        say(`published ${id}`);
      }),
    );
}

/** Waits until every event is dealt with and every execution has ended. */
async function drain({ stop, workflows }: Orchestrator, storage: SqliteStorage): Promise<void> {
  const status = ["pending", "running", "waiting"] as const;
  for (;;) {
    const { executions } = await workflows.listExecutions({ status, limit: 1000 });
    const group = await storage.getGroup?.("tutti:triggers");
    if (executions.length === 0 && group?.position === (await storage.lastPosition?.())) break;
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
  await stop();
}

void main();
