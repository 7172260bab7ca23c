import { createOrchestrator } from "@tutti/core";
import { createServiceMesh, SERVICE_MESH, type ServiceMesh } from "@tutti/service-mesh";
import { answer, anAction, aWorkflow, createTestClock, MockServiceMesh } from "../index";
import { services } from "../testing/plugins";

describe("a scripted service", () => {
  const mesh = new MockServiceMesh();
  const client = mesh.getClient("docs");
  const get = async (path: string) => (await client.makeRequest("GET", path)).response;

  afterEach(() => mesh.clear());

  it("answers 200 and nothing until it is told more", async () => {
    mesh.service("docs").on("get", "/nothing");
    expect(await client.makeRequest("get", "/nothing")).toEqual({
      status_code: 200,
      headers: {},
      response: null,
    });
  });

  it("gives the answers for one call first, then the lasting one", async () => {
    mesh.service("docs").on("GET", "/turns").replyOnce(1).replyOnce(2).reply(3);
    expect([await get("/turns"), await get("/turns"), await get("/turns"), await get("/turns")]).toEqual([
      1, 2, 3, 3,
    ]);
  });

  it("computes answers from the call, also with another status", async () => {
    mesh
      .service("docs")
      .on("GET", "/documents/:id")
      .with(({ params, query }) =>
        answer({ id: params.id ?? "", ...query }, { status: 201, headers: { "X-Page": "1" } }),
      );
    mesh.service("docs").on("GET", "/documents/special").reply("special");
    expect(await client.makeRequest("GET", "/documents/7?page=2")).toEqual({
      status_code: 201,
      headers: { "x-page": "1" },
      response: { id: "7", page: "2" },
    });
    expect(await get("/documents/special")).toBe("special");
  });

  it("notes each call with all that it brought", async () => {
    mesh.service("docs").on("POST", "/save").reply(null);
    await client.makeRequest(
      "POST",
      "/save?draft=1",
      { a: 1 },
      { headers: { "x-a": 1 }, query: { b: 2 }, idempotencyKey: "k", correlationId: "c", traceparent: "t" },
    );
    expect(mesh.calls).toEqual([
      {
        service: "docs",
        method: "POST",
        path: "/save",
        parameters: { a: 1 },
        query: { draft: "1", b: 2 },
        headers: { "x-a": 1 },
        idempotencyKey: "k",
        correlationId: "c",
        traceparent: "t",
        params: {},
      },
    ]);
  });

  it("counts its traffic", async () => {
    mesh.service("counted").on("GET", "/x").failOnce(500).reply(1);
    await mesh
      .getClient("counted")
      .makeRequest("GET", "/x")
      .catch(() => undefined);
    await mesh.getClient("counted").makeRequest("GET", "/x");
    const status = mesh.status().services.find(({ name }) => name === "counted");
    const requests = { total: 2, failed: 1, in_flight: 0 };
    expect(status).toMatchObject({ requests, instances: [{ url: "mock://counted", requests }] });
  });
});

describe("a call that nobody expects", () => {
  it("fails at once, says what was expected, and fails the test", async () => {
    const mesh = new MockServiceMesh();
    mesh.service("analysis_service").on("POST", "/analyze").replyOnce({});
    const client = mesh.getClient("analysis_service");
    mesh.verify();
    await expect(client.makeRequest("POST", "/anlyze", { a: 1 })).rejects.toMatchObject({
      code: "UNEXPECTED_CALL",
      retryable: false,
      message: expect.stringContaining(
        'Nobody expected the call: POST /anlyze to "analysis_service" {"a":1}.\nExpected of "analysis_service": POST /analyze.',
      ) as string,
    });
    expect(() => mesh.verify()).toThrow(/Nobody expected the call: POST \/anlyze/);
    expect(mesh.unexpected).toHaveLength(1);
  });

  it("may come to a service that is not scripted", async () => {
    const mesh = new MockServiceMesh();
    const call = () => mesh.getClient("anlysis_service").makeRequest("GET", "/");
    await expect(call()).rejects.toThrow("Scripted services: none.");
    mesh.service("analysis_service");
    await expect(call()).rejects.toThrow(
      'Scripted services: analysis_service. Did you mean "analysis_service"?',
    );
    await expect(mesh.getClient("analysis_service").makeRequest("GET", "/")).rejects.toThrow(
      'Expected of "analysis_service": nothing.',
    );
  });

  it("may be one too many", async () => {
    const mesh = new MockServiceMesh();
    mesh.service("a").on("GET", "/").replyOnce(1);
    await mesh.getClient("a").makeRequest("GET", "/");
    await expect(mesh.getClient("a").makeRequest("GET", "/")).rejects.toThrow(
      "All scripted answers are used up: GET /",
    );
  });
});

describe("time in a mock mesh", () => {
  it("is virtual: delays and timeouts pass with the clock", async () => {
    const clock = createTestClock();
    const mesh = new MockServiceMesh(clock);
    mesh.service("slow").on("GET", "/").delay(60_000).reply("late");
    const client = mesh.getClient("slow");
    const whole = client.makeRequest("GET", "/");
    const cut = client.makeRequest("GET", "/", undefined, { timeoutMs: 5_000 });
    cut.catch(() => undefined);
    await clock.advance(60_000);
    expect((await whole).response).toBe("late");
    await expect(cut).rejects.toMatchObject({
      code: "SERVICE_TIMEOUT",
      retryable: true,
      message: 'Service "slow" (GET /): it took too long: no whole answer within 5 s.',
    });
  });

  it("is real without a clock", async () => {
    const mesh = new MockServiceMesh();
    mesh.service("slow").on("GET", "/").delay(5).reply("late");
    const begun = performance.now();
    await mesh.getClient("slow").makeRequest("GET", "/");
    expect(performance.now() - begun).toBeGreaterThanOrEqual(4);
  });

  it("ends at once when the caller aborts", async () => {
    const mesh = new MockServiceMesh(createTestClock());
    mesh.service("slow").on("GET", "/").delay(1000);
    const controller = new AbortController();
    const call = mesh.getClient("slow").makeRequest("GET", "/", undefined, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
    await expect(
      mesh.getClient("slow").makeRequest("GET", "/", undefined, { signal: controller.signal }),
    ).rejects.toThrow("enough");
    expect(mesh.status().services[0]?.requests).toEqual({ total: 1, failed: 0, in_flight: 0 });
  });
});

// The same script in process and behind the real mesh over HTTP: the caller must not see a difference.
describe.each(["in process", "over HTTP"])("errors %s", (how) => {
  const mock = new MockServiceMesh();
  let mesh: ServiceMesh = mock;

  beforeAll(async () => {
    const routes = mock.service("shop");
    routes.on("GET", "/busy").fail(503, { error: "busy" }, { headers: { "Retry-After": "7" } });
    routes.on("GET", "/gone").fail(404);
    routes.on("GET", "/cut").drop();
    routes.on("GET", "/cut-once").dropOnce().reply("there");
    routes.on("GET", "/text").reply("text");
    routes.on("POST", "/echo").with(({ parameters }) => Promise.resolve(parameters));
    if (how === "over HTTP") mesh = createServiceMesh({ services: (await mock.listen()).services });
  });
  afterAll(async () => {
    await mesh.close();
    await mock.close();
  });

  const get = (path: string, options = {}) =>
    mesh.getClient("shop").makeRequest("GET", path, undefined, options);

  it.each([
    [
      "/busy",
      {
        code: "SERVICE_ERROR",
        retryable: true,
        retryAfterMs: 7000,
        message: 'Service "shop" (GET /busy): status 503 Service Unavailable, expected 2xx.',
        details: { status_code: 503, response: { error: "busy" } },
      },
    ],
    [
      "/gone",
      {
        code: "SERVICE_ERROR",
        retryable: false,
        details: { status_code: 404, response: { error: "Not Found" } },
      },
    ],
    ["/cut", { code: "SERVICE_UNREACHABLE", retryable: true }],
    ["/unknown", { retryable: false }],
  ])("%s", async (path, expected) => {
    await expect(get(path)).rejects.toMatchObject(expected);
  });

  it("a status that the caller expects is an answer", async () => {
    expect(await get("/gone", { expectStatus: ["2xx", 404] })).toMatchObject({ status_code: 404 });
    expect(await get("/gone", { expectStatus: "4xx" })).toMatchObject({ status_code: 404 });
  });

  it("answers", async () => {
    expect((await get("/text")).response).toBe("text");
    await get("/cut-once").catch(() => undefined);
    expect((await get("/cut-once")).response).toBe("there");
    const { response } = await mesh.getClient("shop").makeRequest("POST", "/echo", { deep: [1, null] });
    expect(response).toEqual({ deep: [1, null] });
    expect(mock.calls.at(-1)).toMatchObject({
      service: "shop",
      method: "POST",
      path: "/echo",
      parameters: { deep: [1, null] },
    });
  });
});

describe("over HTTP", () => {
  it("what is no JSON arrives as text, and the query of a GET as its parameters", async () => {
    const mesh = new MockServiceMesh();
    mesh
      .service("a")
      .on("POST", "/text")
      .with(({ parameters }) => ({ got: parameters }));
    mesh
      .service("a")
      .on("GET", "/find")
      .with(({ parameters }) => parameters);
    await using listener = await mesh.listen();
    const url = listener.services.a?.url ?? "";
    const posted = await fetch(`${url}/text`, { method: "POST", body: "no json" });
    expect(await posted.json()).toEqual({ got: "no json" });
    expect(await (await fetch(`${url}/find?tag=new`)).json()).toEqual({ tag: "new" });
    expect(await (await fetch(`${url}/nobody`)).json()).toMatchObject({
      error: expect.stringContaining("Nobody expected") as string,
    });
  });
});

describe("a closed mesh", () => {
  it("refuses calls as the real one does", async () => {
    const mesh = new MockServiceMesh();
    await mesh.close();
    await expect(mesh.getClient("a").makeRequest("GET", "/")).rejects.toMatchObject({
      code: "MESH_CLOSED",
      retryable: true,
    });
  });
});

describe("in an orchestrator", () => {
  it("stands behind the mesh's token", async () => {
    const mesh = new MockServiceMesh();
    await using orchestrator = await createOrchestrator({ plugins: [services()], register: mesh.register });
    expect(orchestrator.container.resolve(SERVICE_MESH)).toBe(mesh);
  });

  it("answers the calls of actions", async () => {
    const mesh = new MockServiceMesh();
    mesh.service("analysis_service").on("POST", "/analyze").reply({ quality_score: 85 });
    await using orchestrator = await createOrchestrator({ plugins: [services()], register: mesh.register });
    const { workflows } = orchestrator;
    const config = {
      service: "analysis_service",
      endpoint: "/analyze",
      method: "POST",
      parameters: { a: 1 },
    };
    const { workflow } = await workflows.createWorkflow(
      aWorkflow().withActions(anAction("call").ofType("service_call").withConfig(config)).build(),
      "ada",
    );
    const { execution } = await workflows.executeWorkflow(workflow?.workflow_id ?? "", {}, "ada");
    expect(execution?.actions.call?.output).toMatchObject({
      status_code: 200,
      response: { quality_score: 85 },
    });
    expect(mesh.calls[0]?.idempotencyKey).toEqual(expect.any(String));
  });
});
