import { webhookHeaders, webhookKey } from "@tutti/core";
import { hello } from "../testing/actions";
import { serve, type ServeOptions, stopAll } from "../testing/serve";

afterEach(stopAll);

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const URL = "/api/v1/hooks/orders/new";

const hooked = {
  ...hello,
  triggers: [
    {
      type: "webhook",
      path: "orders/new",
      secret: "{{$secrets.SHOP}}",
      parameters: { name: "{{customer.name}}" },
    },
  ],
};

async function withHook(options: ServeOptions = {}) {
  const secrets = { get: (name: string) => (name === "SHOP" ? SECRET : undefined) };
  const all = await serve({ ...options, core: { secrets, ...options.core } });
  await all.orchestrator.workflows.createWorkflow(hooked, "ada");
  const post = (body: string, id = "msg-1", url = URL) => {
    const message = { id, timestamp: Math.floor(Date.now() / 1000), body };
    const headers = webhookHeaders(message, [webhookKey(SECRET)!]);
    return all.ask("POST", url, { body, headers: { ...headers, "content-type": "application/json" } });
  };
  return { ...all, post };
}

const body = JSON.stringify({ customer: { name: "Ada" } });

describe("POST /hooks/{path}", () => {
  it("starts the trigger's execution", async () => {
    const { ask, orchestrator, post } = await withHook();
    const { body: execution, headers, status } = await post(body);
    expect([status, headers.location]).toEqual([202, `/api/v1/executions/${execution.execution_id}`]);
    await orchestrator.workflows.waitForExecution(execution.execution_id);
    expect((await ask("GET", headers.location!)).body).toMatchObject({
      result: { text: "Hello Ada" },
      created_by: "trigger:webhook",
      trigger: { type: "webhook", webhook: { id: "msg-1", path: "orders/new" } },
    });
  });

  it("answers the same execution when it comes again", async () => {
    const { post } = await withHook();
    const [first, second] = [await post(body), await post(body)];
    expect(second.body.execution_id).toBe(first.body.execution_id);
  });

  it("needs no key where everything else does, and takes any host and type", async () => {
    const { ask, post } = await withHook({
      auth: { authenticate: () => Promise.reject(new Error("Nobody is to ask.")) },
    });
    expect((await post(body)).status).toBe(202);
    const unsigned = await ask("POST", URL, {
      body: "x",
      headers: { host: "hooks.example.com", "content-type": "text/plain" },
    });
    expect(unsigned.body).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
  });

  it("is a 404 where nothing listens, 422 for parameters that are wrong, 405 for GET", async () => {
    const { ask, post } = await withHook();
    expect((await post(body, "1", "/api/v1/hooks/orders")).body).toMatchObject({
      status: 404,
      code: "UNKNOWN_HOOK",
    });
    expect((await post('{"customer":{"name":1}}', "2")).body).toMatchObject({
      status: 422,
      code: "INVALID_PARAMETERS",
    });
    expect((await post("{}", "3")).body).toMatchObject({ status: 422, code: "MISSING_VALUE" });
    expect((await ask("GET", URL)).status).toBe(405);
    expect((await ask("POST", URL)).body).toMatchObject({ status: 401 });
  });
});
