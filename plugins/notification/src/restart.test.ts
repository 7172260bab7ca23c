import { createOrchestrator, memory, type Orchestrator } from "@tutti/core";
import { NOTIFICATION_CHANNEL, notification, type NotificationChannel } from "./index";

/** A process over a storage, with a channel that delivers, and one that does what the test says. */
async function processOver(storage: ReturnType<typeof memory>, other: NotificationChannel["deliver"]) {
  const delivered: string[] = [];
  const first: NotificationChannel = {
    name: "first",
    description: "Delivers.",
    deliver: (_notification, { idempotencyKey }) =>
      Promise.resolve({ id: `id-${delivered.push(idempotencyKey)}` }),
  };
  const second: NotificationChannel = { name: "second", description: "Does as told.", deliver: other };
  const orchestrator = await createOrchestrator({
    storage,
    plugins: [notification()],
    register(container) {
      for (const channel of [first, second]) container.register(NOTIFICATION_CHANNEL, { useValue: channel });
    },
  });
  return { orchestrator, delivered };
}

const actions = [
  {
    action_id: "tell",
    action_type: "notification",
    config: { message: "hi", channels: ["first", "second"] },
  },
];

async function start({ workflows }: Orchestrator): Promise<string> {
  const { workflow } = await workflows.createWorkflow({ name: "x", actions }, "ada");
  return (await workflows.startWorkflow(workflow!.workflow_id, {}, "ada")).execution!.execution_id;
}

describe("what was delivered before the process died", () => {
  it("is not delivered again by the next one, and is reported with its attempt", async () => {
    const storage = memory();
    let arrive: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => (arrive = resolve));
    const dying = await processOver(storage, () => {
      arrive();
      return new Promise(() => undefined);
    });
    const id = await start(dying.orchestrator);
    await reached;
    await new Promise((resolve) => void setImmediate(resolve));
    const next = await processOver(storage, () => ({ id: "late" }));
    const { execution } = await next.orchestrator.workflows.waitForExecution(id);
    expect(execution?.actions.tell?.output).toMatchObject({
      deliveries: [
        { channel: "first", status: "delivered", id: "id-1", attempt: 1 },
        { channel: "second", status: "delivered", id: "late" },
      ],
    });
    expect([dying.delivered, next.delivered]).toEqual([[`${id}:tell:first`], []]);
    await next.orchestrator.stop();
  });

  it("is not delivered again when somebody retries the execution in another process", async () => {
    const storage = memory();
    const failing = await processOver(storage, () => Promise.reject(new Error("no")));
    const id = await start(failing.orchestrator);
    expect((await failing.orchestrator.workflows.waitForExecution(id)).execution?.status).toBe("failed");
    await failing.orchestrator.stop();
    const next = await processOver(storage, () => undefined);
    await next.orchestrator.workflows.retryExecution(id, "ada");
    const { execution } = await next.orchestrator.workflows.waitForExecution(id);
    expect([execution?.status, next.delivered]).toEqual(["completed", []]);
    await next.orchestrator.stop();
  });
});
