import type { ActionError } from "@tutti/core";
import { closeMeshes, meshOf, rejection } from "./testing/mesh";
import { closeServers, json, startServer } from "./testing/server";
import { serviceProblem } from "./directory";
import { serviceMeshConfig, type ServiceMeshOptions } from "./options";
import { SERVICE_MESH } from "./token";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

const url = "https://api.example.com";

function refusal(options: ServiceMeshOptions, service: string): ActionError {
  try {
    meshOf(options).getClient(service);
  } catch (error) {
    return error as ActionError;
  }
  throw new Error("it was not refused");
}

describe("an unknown service", () => {
  it("is refused with the name that was meant, and those registered", () => {
    const services = { billing: { url }, analysis_service: { url } };
    const error = refusal({ services }, "anaylsis_service");
    expect(error).toMatchObject({
      code: "UNKNOWN_SERVICE",
      retryable: false,
      details: { service: "anaylsis_service" },
    });
    expect(error.message).toBe(
      'Unknown service "anaylsis_service": did you mean "analysis_service"? Registered: billing, analysis_service.',
    );
  });

  it("is refused without a guess when none is near", () => {
    expect(refusal({ services: { billing: { url } } }, "mail").message).toBe(
      'Unknown service "mail": Registered: billing.',
    );
    expect(refusal({}, "mail").message).toBe('Unknown service "mail": Registered: none.');
  });

  it.each(["constructor", "__proto__", "toString"])("is what %s is", (name) => {
    expect(refusal({ services: { billing: { url } } }, name).code).toBe("UNKNOWN_SERVICE");
  });
});

describe("a raw URL", () => {
  it("is called when its host is allowed", async () => {
    const server = await startServer((seen, response) => json(response, seen.url));
    const mesh = meshOf({ allowed_hosts: ["127.0.0.1"] });
    const { response } = await mesh.getClient(`${server.url}/base`).makeRequest("GET", "/x", { a: 1 });
    expect(response).toBe("/base/x?a=1");
    expect((await mesh.getClient(server.url).makeRequest("GET", "")).response).toBe("/");
    expect(server.sockets).toHaveLength(1);
    expect(mesh.status()).toEqual({
      services: [],
      raw_urls: { requests: { total: 2, failed: 0, in_flight: 0 }, connections: { active: 0, idle: 1 } },
    });
  });

  it("is held to the same rule about addresses", async () => {
    const lookup = () => Promise.resolve([{ address: "169.254.169.254", family: 4 }]);
    const mesh = meshOf({ allowed_hosts: ["*.example.com"], lookup });
    const error = await rejection(
      mesh.getClient("http://a.example.com/latest").makeRequest("GET", "/meta-data"),
    );
    expect(error).toMatchObject({
      code: "SSRF_REFUSED",
      retryable: false,
      details: { address: "169.254.169.254" },
    });
    expect(error.message).toContain(
      'Service "http://a.example.com/latest" (GET /meta-data): a.example.com resolves to 169.254.169.254',
    );
  });

  it.each([
    [
      "https://evil.example/x",
      'Service "https://evil.example/x" is a raw URL, and allowed_hosts does not list evil.example: register the service under a name, or list the host.',
    ],
    ["http://127.0.0.1:6379", "allowed_hosts does not list 127.0.0.1:6379"],
    ["http://api.example.com@evil.example/", "has a user name or password"],
    ["file:///etc/passwd", "a service speaks http or https, not file:"],
    ["http://", "not a URL"],
    ["https://api.example.com/x?key=s3cret", "has a query or fragment"],
  ])("is refused: %s", (service, problem) => {
    const error = refusal({ allowed_hosts: ["api.example.com"] }, service);
    expect(error).toMatchObject({ code: "SSRF_REFUSED", retryable: false });
    expect(error.message).toContain(problem);
    expect(error.message + JSON.stringify(error.details)).not.toContain("s3cret");
  });
});

describe("serviceProblem", () => {
  it("tells without a mesh what getClient would refuse", () => {
    const config = serviceMeshConfig.parse({
      services: { billing: { url } },
      allowed_hosts: ["*.example.com"],
    });
    expect(serviceProblem(config, "billing")).toBeUndefined();
    expect(serviceProblem(config, "https://a.example.com")).toBeUndefined();
    expect(serviceProblem(config, "biling")).toEqual({
      code: "UNKNOWN_SERVICE",
      message: 'Unknown service "biling": did you mean "billing"? Registered: billing.',
    });
  });
});

describe("SERVICE_MESH", () => {
  it("is the same token in every copy of this package", () => {
    expect(SERVICE_MESH).toBe(Symbol.for("tutti:service-mesh"));
  });
});
