import { createOrchestrator, isPlugin, type JsonObject, SECRET_PROVIDER } from "@tutti/core";
import { createServiceMesh, SERVICE_MESH } from "@tutti/service-mesh";
import type { ServiceCallAction } from "./action";
import { outputSchema } from "./config";
import { plugin, serviceCall, SERVICE_MESH as REEXPORTED, ServiceRegistry } from "./index";
import { FakeContainer } from "./testing/fake-container";
import { fakeContext } from "./testing/fake-context";
import { fakeMesh } from "./testing/fake-mesh";
import { json, startService } from "./testing/server";
import { version } from "./version";

type Options = Parameters<typeof serviceCall>[0];

/** The plugin in a container, as an orchestrator starts it. */
function started(options?: Options) {
  const container = new FakeContainer();
  const made = serviceCall(options);
  made.register(container);
  const [action] = made.actions as [ServiceCallAction];
  return { made, container, action, stop: async () => made.stop(container) };
}

/** Checks a config, runs the action with it, and checks its output, as an engine does. */
async function run({ action, container }: ReturnType<typeof started>, config: JsonObject) {
  const output = await action.bind(container).execute(action.descriptor.config.parse(config), fakeContext());
  return outputSchema.parse(output);
}

const url = "http://127.0.0.1:7001";
const problemsOf = (options: Options, service: string): string[] | undefined =>
  started(options)
    .action.descriptor.config.safeParse({ service, endpoint: "/" })
    .error?.issues.map(({ message }) => message);

describe("the plugin", () => {
  it("calls a service from its options, and closes its connections when it stops", async () => {
    const service = await startService((body, request, response) => {
      json(response, { body, key: request.headers["idempotency-key"] }, 201);
    });
    const running = started({ services: { analysis_service: { url: service.url } } });
    const config = {
      service: "analysis_service",
      endpoint: "/analyze",
      method: "POST",
      parameters: { data: "x" },
    };
    const output = await run(running, config);
    expect(output).toMatchObject({
      status_code: 201,
      response: { body: { data: "x" }, key: "execution-1:call" },
    });
    await running.stop();
    await expect(run(running, config)).rejects.toMatchObject({ code: "MESH_CLOSED" });
    await service.close();
  });

  it("runs its examples", async () => {
    const service = await startService((_body, request, response) =>
      json(response, request.url, request.method === "GET" ? 404 : 200),
    );
    const running = started({ services: { analysis_service: { url: service.url } } });
    const outputs = [];
    for (const { config } of running.action.descriptor.examples ?? [])
      outputs.push(await run(running, config));
    expect(outputs.map(({ status_code, response }) => [status_code, response])).toEqual([
      [200, "/analyze"],
      [200, "/search"],
      [404, "/documents?tag=new&tag=unread&limit=10"],
    ]);
    await running.stop();
    await service.close();
  });

  it("is found by the CLI under the name plugin, and says its version", () => {
    expect(plugin).toBe(serviceCall);
    expect(serviceCall()).toMatchObject({ name: "@tutti/plugin-service-call", version });
    expect(isPlugin(serviceCall())).toBe(true);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(REEXPORTED).toBe(SERVICE_MESH);
  });
});

describe("the mesh of the plugin", () => {
  it("is any that is given, and is left open: who made it closes it", async () => {
    const { mesh, makeRequest, close } = fakeMesh({ response: "mocked" });
    const running = started({ mesh });
    expect(running.container.resolve(SERVICE_MESH)).toBe(mesh);
    expect(await run(running, { service: "anything", endpoint: "/x" })).toMatchObject({ response: "mocked" });
    expect(makeRequest).toHaveBeenCalledWith("GET", "/x", undefined, expect.anything());
    await running.stop();
    expect(close).not.toHaveBeenCalled();
  });

  it("can be overridden in the container", async () => {
    const { mesh, close } = fakeMesh({ response: "mocked" });
    const running = started();
    running.container.override(SERVICE_MESH, { useValue: mesh });
    expect(await run(running, { service: "anything", endpoint: "/x" })).toMatchObject({ response: "mocked" });
    await running.stop();
    expect(close).not.toHaveBeenCalled();
  });
});

describe("a service that a workflow names", () => {
  it("is an error at once when the options do not register it", () => {
    const options = { services: { billing: { url } }, allowed_hosts: ["*.example.com"] };
    expect(problemsOf(options, "billing")).toBeUndefined();
    expect(problemsOf(options, "https://api.example.com/v1")).toBeUndefined();
    expect(problemsOf(options, "biling")).toEqual([
      'Unknown service "biling": did you mean "billing"? Registered: billing',
    ]);
    expect(problemsOf(options, "https://evil.example")).toEqual([
      expect.stringContaining("allowed_hosts does not list evil.example"),
    ]);
  });

  it("is looked at by the mesh alone when that was given, or when nothing is registered", async () => {
    expect(problemsOf({ mesh: fakeMesh().mesh }, "anything")).toBeUndefined();
    expect(problemsOf(undefined, "anything")).toBeUndefined();
    await expect(run(started(), { service: "anything", endpoint: "/" })).rejects.toMatchObject({
      code: "UNKNOWN_SERVICE",
      message: 'Unknown service "anything": Registered: none.',
    });
  });
});

describe("the instances of a service", () => {
  it("can announce themselves, and each change of state is told", async () => {
    const service = await startService((_body, _request, response) => json(response, "here"));
    const registry = new ServiceRegistry();
    const events: string[] = [];
    const running = started({
      services: { billing: { registration: true, allow_private: true } },
      registry,
      onStateChange: ({ type }) => events.push(type),
    });
    running.container.resolve(SERVICE_MESH);
    registry.register("billing", { url: service.url });
    expect(await run(running, { service: "billing", endpoint: "/" })).toMatchObject({ response: "here" });
    expect(events).toEqual(["instance.added"]);
    await running.stop();
    await service.close();
  });

  it("can stand in the environment, also for a service that no option names", () => {
    process.env["TUTTI_SERVICE_BILLING_URL"] = url;
    try {
      expect(problemsOf(undefined, "billing")).toBeUndefined();
      expect(problemsOf({ services: { billing: { timeout_seconds: 1 } } }, "billing")).toBeUndefined();
      expect(problemsOf(undefined, "biling")).toEqual([expect.stringContaining('did you mean "billing"?')]);
      const { mesh } = fakeMesh();
      expect(started({ mesh }).container.resolve(SERVICE_MESH)).toBe(mesh);
    } finally {
      delete process.env["TUTTI_SERVICE_BILLING_URL"];
    }
  });
});

describe("the options of the plugin", () => {
  it.each([
    [{ services: { billing: { url: "billing" } } }, "services.billing.url: it is not a URL"],
    [{ service: {} }, "service"],
    [{ allowed_hosts: ["*"] }, 'allowed_hosts[0]: "*" is not a host'],
    [{ mesh: {} }, "mesh: it is no service mesh: it needs getClient(), status() and close()"],
    [{ mesh: null }, "mesh: it is no service mesh"],
    [
      { mesh: createServiceMesh(), services: { billing: { url } } },
      "mesh: it knows its services itself: give either mesh, or the other options",
    ],
    [{ mesh: createServiceMesh(), identity: { name: "tutti" } }, "mesh: it knows its services itself"],
    [{ mesh: createServiceMesh(), downloads: { folder: "/tmp" } }, "mesh: it knows its services itself"],
    [{ mesh: createServiceMesh(), registry: new ServiceRegistry() }, "mesh: it knows its services itself"],
    [{ mesh: createServiceMesh(), onStateChange() {} }, "mesh: it knows its services itself"],
    [{ registry: {} }, "registry: it is no registry: make one with new ServiceRegistry()"],
    [{ onStateChange: "log" }, "onStateChange: it is no function"],
  ])("refuse %#", (options, problem) => {
    expect(() => serviceCall(options as Options)).toThrow(problem);
  });
});

describe("a service with auth", () => {
  it("gets secrets from the registered providers, newest first, for requests of other plugins", async () => {
    const service = await startService((_body, request, response) =>
      json(response, request.headers["x-api-key"] === "newest" ? "in" : "out"),
    );
    const running = started({
      services: {
        api: { url: service.url, auth: { type: "api_key", key: { secret: "KEY" } } },
        other: { url: service.url, auth: { type: "api_key", key: { secret: "UNKNOWN" } } },
      },
    });
    for (const values of [{ KEY: "oldest" }, { KEY: "newest" }, { OTHER: "unused" }]) {
      const known = new Map<string, string>(Object.entries(values));
      running.container.register(SECRET_PROVIDER, { useValue: { get: (name) => known.get(name) } });
    }
    const mesh = running.container.resolve(SERVICE_MESH);
    expect((await mesh.getClient("api").makeRequest("GET", "/")).response).toBe("in");
    await expect(mesh.getClient("other").makeRequest("GET", "/")).rejects.toMatchObject({
      code: "SERVICE_AUTH_FAILED",
      details: { secret: "UNKNOWN" },
    });
    await running.stop();
    await service.close();
  });

  it("gets the secret that the orchestrator knows, and an answer that echoes it does not show it", async () => {
    const service = await startService((_body, request, response) =>
      json(response, { sent: request.headers.authorization }),
    );
    const running = started({
      services: { api: { url: service.url, auth: { type: "bearer", token: { secret: "API_TOKEN" } } } },
    });
    const asked: string[] = [];
    const secrets = {
      get: (name: string) => {
        asked.push(name);
        return Promise.resolve("s3cret");
      },
    };
    const output = await running.action
      .bind(running.container)
      .execute({ service: "api", endpoint: "/" }, fakeContext({ secrets }));
    expect(output).toMatchObject({ response: { sent: "Bearer [redacted]" } });
    expect(asked).toEqual(["API_TOKEN"]);
    await running.stop();
    await service.close();
  });

  it("leaves no trace of them in what an orchestrator records", async () => {
    const service = await startService((_body, request, response) =>
      json(response, { sent: request.headers.authorization }, 403),
    );
    const auth = { type: "basic", username: "tutti", password: { secret: "PASSWORD" } } as const;
    const orchestrator = await createOrchestrator({
      secrets: { get: (name) => (name === "PASSWORD" ? "s3cret-pass" : undefined) },
      plugins: [serviceCall({ services: { api: { url: service.url, auth } } })],
    });
    const call = {
      action_id: "call",
      action_type: "service_call",
      config: { service: "api", endpoint: "/" },
    };
    const created = await orchestrator.workflows.createWorkflow({ name: "call", actions: [call] }, "ada");
    const id = created.workflow?.workflow_id ?? "";
    const { execution } = await orchestrator.workflows.executeWorkflow(id, {}, "ada");
    const recorded = JSON.stringify(execution);
    expect(recorded).toContain("Basic [redacted]");
    const encoded = Buffer.from("tutti:s3cret-pass").toString("base64");
    expect(recorded).not.toMatch(new RegExp(`s3cret|${encoded}`));
    await orchestrator.stop();
    await service.close();
  });
});
