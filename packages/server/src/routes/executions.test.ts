import { failing, hello, waiting } from "../testing/actions";
import { serve, stopAll } from "../testing/serve";

afterEach(stopAll);

const WORKFLOWS = "/api/v1/workflows";
const EXECUTIONS = "/api/v1/executions";

async function served(definition: object) {
  const all = await serve();
  const url = `${WORKFLOWS}/${await all.create(definition)}/executions`;
  const start = (body?: unknown, query = "") =>
    all.ask("POST", url + query, body === undefined ? {} : { body });
  return { ...all, url, start };
}

describe("POST /workflows/{id}/executions", () => {
  it("answers 202 and where it is as soon as the start is durable", async () => {
    const { ask, start } = await served(waiting);
    const { body, headers, status } = await start();
    expect([status, headers.location]).toEqual([202, `${EXECUTIONS}/${body.execution_id}`]);
    expect((await ask("GET", headers.location!)).body).toMatchObject({ execution_id: body.execution_id });
  });

  it("waits for the end with ?wait", async () => {
    const { start } = await served(hello);
    const { body, status } = await start({ parameters: { name: "Ada" } }, "?wait=10");
    expect([status, body.status, body.result]).toEqual([200, "completed", { text: "Hello Ada" }]);
    expect(body.progress).toEqual({ total: 1, ended: 1, running: 0, failed: 0, skipped: 0 });
  });

  it("answers 202 when it takes longer", async () => {
    const { start } = await served(waiting);
    const { body, headers, status } = await start({}, "?wait=0.001");
    expect([status, headers.location]).toEqual([202, `${EXECUTIONS}/${body.execution_id}`]);
  });

  it("answers 200 also for one that failed", async () => {
    const { start } = await served(failing);
    const { body, status } = await start({}, "?wait=10");
    expect([status, body.status, body.error.code]).toEqual([200, "failed", "REFUSED"]);
  });

  it("answers 202 when the server stops meanwhile", async () => {
    const { orchestrator, server, start } = await served(waiting);
    const started = orchestrator.events.stream().next();
    const answer = start({}, "?wait=50");
    await started;
    await server.stop();
    expect((await answer).status).toBe(202);
  });

  it("gives the same execution for the same idempotency_key", async () => {
    const { ask, start } = await served(hello);
    const body = { idempotency_key: "order-1", correlation_id: "orders" };
    const [first, second] = [await start(body), await start(body)];
    expect(second.body.execution_id).toBe(first.body.execution_id);
    expect(first.body.correlation_id).toBe("orders");
    expect((await ask("GET", EXECUTIONS)).body.executions).toHaveLength(1);
  });

  it("refuses wrong parameters, all of them", async () => {
    const { start } = await served(hello);
    const { body, status } = await start({ parameters: { name: 1, age: 2 } });
    expect([status, body.code]).toEqual([422, "INVALID_PARAMETERS"]);
    expect(body.errors.map(({ path }) => path).toSorted()).toEqual(["parameters.age", "parameters.name"]);
  });

  it.each([[{ params: {} }], [[]], ["null"], [{ parameters: [] }], [{ idempotency_key: "" }]])(
    "refuses %j",
    async (body) => {
      const { start } = await served(hello);
      expect((await start(body)).body).toMatchObject({ status: 422, code: "INVALID_BODY" });
    },
  );

  it("refuses an inactive workflow, an unknown one, and a wait that is none", async () => {
    const { ask, start, url } = await served(hello);
    await ask("PATCH", url.replace("/executions", ""), { body: { status: "inactive" } });
    expect((await start()).body).toMatchObject({ status: 409, code: "WORKFLOW_INACTIVE" });
    expect((await ask("POST", `${WORKFLOWS}/nope/executions`)).body).toMatchObject({ status: 404 });
    expect((await start({}, "?wait=soon")).body).toMatchObject({ status: 400, code: "INVALID_QUERY" });
  });
});

describe("GET /executions", () => {
  it("filters, and goes on with the cursor", async () => {
    const { ask, create, start, url } = await served(hello);
    for (const name of ["a", "b", "c"]) await start({ parameters: { name } }, "?wait=10");
    await ask("POST", `${WORKFLOWS}/${await create(failing)}/executions?wait=10`, {
      headers: { "x-user-id": "bob" },
    });
    const found = async (query: string) => (await ask("GET", EXECUTIONS + query)).body.executions.length;
    expect(await found("")).toBe(4);
    expect(await found("?status=failed")).toBe(1);
    expect(await found("?status=failed,completed")).toBe(4);
    expect(await found("?status=failed&status=completed")).toBe(4);
    expect(await found("?status=running")).toBe(0);
    expect(await found("?created_by=bob")).toBe(1);
    expect(await found(`?workflow_id=${url.split("/").at(-2)}`)).toBe(3);
    expect(await found("?since=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z")).toBe(0);
    const page = (await ask("GET", `${EXECUTIONS}?limit=3`)).body;
    expect(await found(`?limit=3&cursor=${encodeURIComponent(page.next_cursor ?? "")}`)).toBe(1);
  });

  it.each(["?status=odd", "?since=soon", "?limit=-1", "?status="])("refuses %s", async (query) => {
    const { ask } = await serve();
    expect((await ask("GET", EXECUTIONS + query)).body).toMatchObject({ status: 400, code: "INVALID_QUERY" });
  });
});

describe("GET /executions/{id}", () => {
  it("is a 404 for one that is not there", async () => {
    const { ask } = await serve();
    expect((await ask("GET", `${EXECUTIONS}/nope`)).body).toMatchObject({
      status: 404,
      code: "UNKNOWN_EXECUTION",
    });
  });
});

describe("steering", () => {
  const started = async (definition: object) => {
    const all = await served(definition);
    const { body } = await all.start();
    const url = `${EXECUTIONS}/${body.execution_id}`;
    const post = (what: string, sent = {}) => all.ask("POST", `${url}/${what}`, sent);
    const ended = () => all.orchestrator.workflows.waitForExecution(body.execution_id);
    return { ...all, post, ended, execution: url };
  };

  it("cancels, with the reason and who asked", async () => {
    const { ended, post } = await started(waiting);
    const { status } = await post("cancel", {
      body: { reason: "too late" },
      headers: { "x-user-id": "ada" },
    });
    expect(status).toBe(202);
    expect((await ended()).execution).toMatchObject({
      status: "cancelled",
      error: { message: "Cancelled by ada: too late." },
    });
    expect((await post("cancel")).body).toMatchObject({ status: 409, code: "INVALID_STATE" });
  });

  it("pauses and resumes", async () => {
    const { ask, execution, post } = await started(waiting);
    expect((await post("pause")).status).toBe(202);
    expect((await ask("GET", execution)).body.status).toBe("paused");
    expect((await post("resume")).status).toBe(202);
    expect((await ask("GET", execution)).body.status).not.toBe("paused");
  });

  it("sends signals with any JSON as payload", async () => {
    const { ended, post } = await started(waiting);
    expect((await post("signals/go", { body: [1, null, "x"] })).status).toBe(202);
    expect((await ended()).execution?.result).toEqual({ got: [1, null, "x"] });
  });

  it("sends null as a signal's payload when there is no body", async () => {
    const { ended, post } = await started(waiting);
    await post("signals/go");
    expect((await ended()).execution?.result).toEqual({ got: null });
  });

  it("retries one that failed, and reruns one as a new execution", async () => {
    const { ended, post } = await started(failing);
    const first = await ended();
    expect((await post("retry")).status).toBe(202);
    await ended();
    const { body, headers, status } = await post("rerun");
    expect([status, headers.location]).toEqual([202, `${EXECUTIONS}/${body.execution_id}`]);
    expect(body.rerun_of).toBe(first.execution?.execution_id);
  });

  it.each(["cancel", "pause", "resume", "retry", "rerun", "signals/go"])(
    "%s is a 404 for an unknown one",
    async (what) => {
      const { ask } = await serve();
      expect((await ask("POST", `${EXECUTIONS}/nope/${what}`)).body).toMatchObject({
        status: 404,
        code: "UNKNOWN_EXECUTION",
      });
    },
  );

  it("takes no body where there is nothing to say", async () => {
    const { post } = await started(waiting);
    expect((await post("pause", { body: { x: 1 } })).body).toMatchObject({
      status: 400,
      code: "MALFORMED_BODY",
    });
  });
});
