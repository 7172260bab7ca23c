import { serviceCallAction } from "./action";
import { configSchema, type ServiceCallConfig } from "./config";
import { fakeContext } from "./testing/fake-context";
import { fakeMesh } from "./testing/fake-mesh";

const base: ServiceCallConfig = { service: "analysis_service", endpoint: "/analyze" };

async function call(config: Partial<ServiceCallConfig>, context = fakeContext()) {
  const { mesh, getClient, makeRequest } = fakeMesh({ response: { ok: true }, headers: { "x-a": "1" } });
  const output = await serviceCallAction()
    .withNeeds({ mesh })
    .execute({ ...base, ...config }, context);
  return {
    output,
    getClient,
    request: makeRequest.mock.calls[0] as unknown as [string, string, unknown, object],
  };
}

describe("service_call", () => {
  it("asks the mesh for the service and makes the request", async () => {
    const { output, getClient, request } = await call({
      method: "POST",
      parameters: { data: "test input data" },
    });
    expect(getClient).toHaveBeenCalledWith("analysis_service");
    expect(request.slice(0, 3)).toEqual(["POST", "/analyze", { data: "test input data" }]);
    expect(output).toEqual({ status_code: 200, headers: { "x-a": "1" }, response: { ok: true } });
  });

  it("hands on what ties the request to its execution", async () => {
    const context = fakeContext();
    const { request } = await call({}, context);
    const { signal, idempotencyKey, traceparent, correlationId, secrets } = context;
    expect(request[3]).toMatchObject({ signal, idempotencyKey, traceparent, correlationId, secrets });
  });

  it("hands on what its config asks for", async () => {
    const { request } = await call({
      headers: { "x-b": 2 },
      query: { q: 1 },
      timeout_seconds: 1.5,
      expect_status: ["2xx", 404],
      body: { text: "a" },
      expect_content_type: "text/*",
      save_to: "a/b",
    });
    expect(request[3]).toMatchObject({
      headers: { "x-b": 2 },
      query: { q: 1 },
      timeoutMs: 1500,
      expectStatus: ["2xx", 404],
      body: { text: "a" },
      expectContentType: "text/*",
      saveTo: "a/b",
    });
  });

  it.each([
    [{}, "GET", undefined],
    [{ parameters: null }, "GET", undefined],
    [{ parameters: {} }, "POST", {}],
    [{ body: { text: "a" } }, "POST", undefined],
    [{ parameters: [1] }, "POST", [1]],
    [{ method: "DELETE" as const, parameters: { a: 1 } }, "DELETE", { a: 1 }],
  ])("sends %j as %s", async (config, method, parameters) => {
    const { request } = await call(config);
    expect([request[0], request[2]]).toEqual([method, parameters]);
  });

  it("lets the mesh's error through", async () => {
    const { mesh } = fakeMesh();
    const error = new Error("unknown");
    const failing = {
      ...mesh,
      getClient: () => {
        throw error;
      },
    };
    await expect(serviceCallAction().withNeeds({ mesh: failing }).execute(base, fakeContext())).rejects.toBe(
      error,
    );
  });
});

describe("the config of service_call", () => {
  const schema = configSchema((service) => (service === "biling" ? 'Unknown service "biling"' : undefined));
  const problemsOf = (config: object) =>
    schema
      .safeParse({ ...base, ...config })
      .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];

  it.each([
    {},
    {
      method: "PATCH",
      parameters: { deep: { list: [1, null] } },
      headers: { "x-a": "b" },
      query: { q: [1] },
    },
    { parameters: [1], timeout_seconds: 0.5 },
    { parameters: null, expect_status: 404 },
    { expect_status: "3xx" },
    { expect_status: [200, "4xx"] },
    { body: { form: { a: [1] } }, expect_content_type: ["text/csv", "image/*"], save_to: "a/b.csv" },
  ])("takes %j", (config) => expect(problemsOf(config)).toEqual([]));

  it.each([
    [{ service: "biling" }, 'service: Unknown service "biling"'],
    [{ service: 5 }, "service: "],
    [{ endpoint: undefined }, "endpoint: "],
    [{ method: "post" }, "method: "],
    [{ parameters: "text" }, "parameters: "],
    [{ headers: { Host: "x" } }, 'headers.Host: header "host" is set by the connection'],
    [{ timeout_seconds: 0 }, "timeout_seconds: "],
    [{ timeout_seconds: 3e9 }, "timeout_seconds: "],
    [{ expect_status: 99 }, "expect_status: "],
    [{ expect_status: "1xx" }, "expect_status: "],
    [{ expect_status: [] }, "expect_status: "],
    [{ body: { text: 1 } }, "body: "],
    [{ save_to: "../a" }, 'save_to: it has a segment "." or ".."'],
    [{ expect_content_type: [] }, "expect_content_type: "],
    [{ timeout: 5 }, "timeout"],
  ])("refuses %j", (config, problem) => expect(problemsOf(config).join("\n")).toContain(problem));
});
