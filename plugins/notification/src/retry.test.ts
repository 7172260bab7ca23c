import { createOrchestrator } from "@tutti/core";
import { notification } from "./plugin";
import { type Answer, httpReceiver, status } from "./testing/http-receiver";

/** Answers with each of these in turn, and then with 204. */
function inTurn(...answers: readonly Answer[]): Answer {
  let asked = 0;
  return (response, request) => (answers[asked++] ?? status(204))(response, request);
}

/** Runs the action; `again` retries the execution once it has ended. */
async function notify(slackAnswers: Answer, config: Record<string, unknown> = {}, again = false) {
  const webhook = await httpReceiver();
  const slack = await httpReceiver(slackAnswers);
  const options = { webhook: { url: webhook.url }, slack: { webhook_url: slack.url } };
  const orchestrator = await createOrchestrator({ plugins: [notification(options)] });
  const tell = {
    action_id: "tell",
    action_type: "notification",
    config: { message: "hi", channels: ["webhook", "slack"], ...config },
    retry: { max_attempts: 3, initial_interval_ms: 1 },
  };
  const definition = { name: "Tell", actions: [tell], outputs: { told: "{{tell.deliveries}}" } };
  try {
    const { workflow, message } = await orchestrator.workflows.createWorkflow(definition, "me");
    if (workflow === null) throw new Error(message);
    const { workflows } = orchestrator;
    let { execution } = await workflows.executeWorkflow(workflow.workflow_id, {}, "me");
    if (again && execution !== null) {
      await workflows.retryExecution(execution.execution_id, "me");
      ({ execution } = await workflows.waitForExecution(execution.execution_id));
    }
    return { execution, webhook: webhook.requests, slack: slack.requests };
  } finally {
    await orchestrator.stop();
    await Promise.all([webhook.close(), slack.close()]);
  }
}

describe("an action that is retried in a workflow", () => {
  it("does not deliver again what was delivered", async () => {
    const { execution, webhook, slack } = await notify(inTurn(status(503), status(429)));
    expect(execution?.status).toBe("completed");
    expect(execution?.actions["tell"]?.attempts).toBe(3);
    expect(execution?.result).toEqual({
      told: [
        { channel: "webhook", status: "delivered", id: webhook[0]?.headers["webhook-id"], attempt: 1 },
        { channel: "slack", status: "delivered" },
      ],
    });
    expect([webhook.length, slack.length]).toEqual([1, 3]);
  });

  it("has the whole report in its error when it fails for good", async () => {
    const { execution, webhook, slack } = await notify(inTurn(status(503), status(400)));
    expect(execution?.status).toBe("failed");
    expect(execution?.actions["tell"]?.error).toMatchObject({
      code: "NOTIFICATION_FAILED",
      details: {
        require: "all",
        deliveries: [
          { channel: "webhook", status: "delivered", attempt: 1 },
          { channel: "slack", status: "failed", error: { code: "CHANNEL_REJECTED", retryable: false } },
        ],
      },
    });
    expect([webhook.length, slack.length]).toEqual([1, 2]);
  });

  it("goes on where it was when its execution is retried", async () => {
    const { execution, webhook, slack } = await notify(inTurn(status(400)), {}, true);
    expect(execution?.result).toMatchObject({
      told: [
        { channel: "webhook", status: "delivered", attempt: 1 },
        { channel: "slack", status: "delivered" },
      ],
    });
    expect([webhook.length, slack.length]).toEqual([1, 2]);
  });

  it("is not retried when what was delivered is enough", async () => {
    const { execution, webhook, slack } = await notify(status(503), { require: "any" });
    expect(execution?.status).toBe("completed");
    expect(execution?.result).toMatchObject({
      told: [
        { channel: "webhook", status: "delivered" },
        { channel: "slack", status: "failed", error: { code: "CHANNEL_UNAVAILABLE", retryable: true } },
      ],
    });
    expect([webhook.length, slack.length]).toEqual([1, 1]);
  });
});
