import { type TestOptions, testOrchestrator, workflow } from "../engine/testing";
import { webhookHeaders, webhookKey } from "../http/standard-webhooks";
import type { WebhookRequest } from ".";

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString("base64")}`;
const secrets = {
  get: (name: string) => ({ A: secretOf(1), B: secretOf(2), BAD: "top-secret" })[name],
};

const plain = { type: "webhook", path: "orders/new", secret: "{{$secrets.A}}" };

const definition = (rest: object = {}, more: object = {}) =>
  workflow([], {
    parameters: [{ name: "id", type: "integer" }],
    outputs: { id: "{{id}}" },
    triggers: [{ ...plain, parameters: { id: "{{order.id}}" }, ...rest }],
    ...more,
  });

async function withWebhook(written: object = definition(), options: TestOptions = {}) {
  const all = await testOrchestrator({ secrets, ...options });
  const workflowId = await all.create(written);
  /** A request that was signed with a secret, this many seconds from now. */
  const signed = (body: unknown, { key = secretOf(1), id = "msg-1", from = 0 } = {}): WebhookRequest => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const message = { id, timestamp: Math.floor(all.clock.now() / 1000) + from, body: text };
    return { path: "orders/new", headers: webhookHeaders(message, [webhookKey(key)!]), body: text };
  };
  const receive = (request: WebhookRequest) => all.orchestrator.receiveWebhook(request);
  const started = async (request: WebhookRequest) => {
    const outcome = await receive(request);
    if (outcome.kind !== "started") throw new Error(JSON.stringify(outcome));
    return all.ended(outcome.executionId);
  };
  return { ...all, workflowId, signed, receive, started };
}

const order = { order: { id: 7 } };

describe("a signed request", () => {
  it("starts an execution with the parameters that the trigger reads from it", async () => {
    const { signed, started, workflowId } = await withWebhook();
    expect(await started(signed(order))).toMatchObject({
      workflow_id: workflowId,
      parameters: { id: 7 },
      created_by: "trigger:webhook",
      trigger: { type: "webhook", index: 0, webhook: { id: "msg-1", path: "orders/new" } },
    });
  });

  it("starts it once, however often it comes", async () => {
    const { receive, signed, workflows } = await withWebhook();
    const first = await receive(signed(order));
    expect(await receive(signed(order))).toEqual(first);
    expect(await receive(signed(order, { id: "msg-2" }))).not.toEqual(first);
    expect((await workflows.listExecutions()).executions).toHaveLength(2);
  });

  it("is itself what the parameters are when the trigger names none", async () => {
    const { signed, started } = await withWebhook(definition({}, { triggers: [plain] }));
    expect((await started(signed({ id: 3 }))).parameters).toEqual({ id: 3 });
  });

  it("can be read whole, without the headers that let others in", async () => {
    const parameters = { all: "{{$request}}", kind: "{{$trigger.type}}" };
    const declared = [
      { name: "all", type: "object" },
      { name: "kind", type: "string" },
    ];
    const { signed, started } = await withWebhook(
      definition({ parameters }, { parameters: declared, outputs: {} }),
    );
    const request = signed("no JSON");
    const sent = {
      ...request,
      query: { a: "1" },
      headers: { ...request.headers, authorization: "x", cookie: "y", "x-shop": "z" },
    };
    expect((await started(sent)).parameters).toEqual({
      kind: "webhook",
      all: {
        path: "orders/new",
        query: { a: "1" },
        headers: { "webhook-id": "msg-1", "webhook-timestamp": expect.any(String) as string, "x-shop": "z" },
        body: "no JSON",
      },
    });
  });

  it("goes to the workflow whose secret it was signed with", async () => {
    const { create, receive, signed, ended } = await withWebhook();
    const other = await create(definition({ secret: "{{$secrets.B}}" }));
    const outcome = await receive(signed(order, { key: secretOf(2) }));
    expect(outcome.kind).toBe("started");
    expect((await ended(outcome.kind === "started" ? outcome.executionId : "")).workflow_id).toBe(other);
  });
});

describe("a request is refused", () => {
  it.each([
    ["another secret", { key: secretOf(9) }, "the signature is none of this webhook's"],
    ["too long ago", { from: -301 }, "webhook-timestamp is not within 300 s of now"],
    ["in the future", { from: 302 }, "webhook-timestamp is not within 300 s of now"],
  ])("when it was signed with or %s", async (_, how, reason) => {
    const { receive, signed } = await withWebhook();
    expect(await receive(signed(order, how))).toEqual({ kind: "unsigned", reason });
  });

  it("when it was changed, or not signed at all", async () => {
    const { receive, signed } = await withWebhook();
    const request = signed(order);
    expect((await receive({ ...request, body: '{"order":{"id":8}}' })).kind).toBe("unsigned");
    expect((await receive({ ...request, headers: {} })).kind).toBe("unsigned");
    const odd = { ...request.headers, "webhook-timestamp": "now" };
    expect((await receive({ ...request, headers: odd })).kind).toBe("unsigned");
  });

  it("when nothing listens at its path", async () => {
    const { receive, signed, workflowId, workflows, orchestrator } = await withWebhook();
    const unknown = { kind: "unknown" };
    expect(await receive({ ...signed(order), path: "orders" })).toEqual(unknown);
    await workflows.updateWorkflow(workflowId, { status: "inactive" }, "ada");
    expect(await receive(signed(order))).toEqual(unknown);
    await workflows.updateWorkflow(workflowId, { status: "active" }, "ada");
    expect((await receive(signed(order))).kind).toBe("started");
    await orchestrator.stop();
    expect(await receive(signed(order))).toEqual(unknown);
  });

  it("when its parameters are wrong, which is reported", async () => {
    const { receive, seen, signed } = await withWebhook();
    const outcome = await receive(signed({ order: { id: "seven" } }));
    expect(outcome).toMatchObject({ kind: "refused", errors: [{ code: "INVALID_PARAMETERS" }] });
    await expect(receive(signed({}))).rejects.toMatchObject({ code: "MISSING_VALUE" });
    const reports = seen.filter(({ type }) => type === "tutti.trigger.failed");
    expect(reports.map(({ data }) => data)).toMatchObject([
      { webhook: { id: "msg-1" }, errors: [{ code: "INVALID_PARAMETERS" }] },
      { webhook: { id: "msg-1" }, errors: [{ code: "MISSING_VALUE" }] },
    ]);
  });

  it.each([
    ["BAD", "INVALID_WEBHOOK_SECRET"],
    ["MISSING", "UNKNOWN_SECRET"],
  ])("when the secret %s is none", async (name, code) => {
    const { receive, signed } = await withWebhook(definition({ secret: `{{$secrets.${name}}}` }));
    const error = await receive(signed(order)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain("top-secret");
  });
});

describe("a definition", () => {
  it("may read nothing that a request has not", async () => {
    const { workflows } = await testOrchestrator();
    const made = await workflows.createWorkflow(definition({ parameters: { id: "{{$event.data}}" } }), "ada");
    expect(made.errors).toMatchObject([{ code: "INVALID_EXPRESSION", path: "triggers[0].parameters.id" }]);
  });
});

describe("after a restart", () => {
  it("webhooks are there again, and know what they have started", async () => {
    const first = await withWebhook();
    const outcome = await first.receive(first.signed(order));
    const { orchestrator } = await testOrchestrator({
      secrets,
      storage: first.storage,
      virtual: first.clock,
    });
    expect(await orchestrator.receiveWebhook(first.signed(order))).toEqual(outcome);
  });
});
