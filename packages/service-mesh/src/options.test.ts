import { createServiceMesh } from "./service-mesh";
import type { TuttiError } from "@tutti/core";
import { serviceMeshConfig, type ServiceMeshOptions } from "./options";

const url = "http://127.0.0.1:7001";

function thrownBy(work: () => unknown): TuttiError {
  try {
    work();
  } catch (error) {
    return error as TuttiError;
  }
  throw new Error("it did not throw");
}

describe("the options of a mesh", () => {
  it("have defaults", () => {
    expect(serviceMeshConfig.parse({ services: { api: { url } } })).toEqual({
      services: {
        api: {
          url,
          timeout_seconds: 30,
          connect_timeout_seconds: 5,
          headers: {},
          max_response_bytes: 1_048_576,
          allow_private: false,
          allow_addresses: [],
          balancing: "round_robin",
          passive_health: {
            consecutive_failures: 5,
            eject_seconds: 30,
            max_ejected_share: 0.5,
            slow_start_seconds: 30,
          },
          circuit_breaker: { failure_ratio: 0.5, newest_requests: 20, open_seconds: 15 },
          keep_alive_seconds: 15,
        },
      },
      allowed_hosts: [],
    });
  });

  it.each([
    [
      { services: { api: {} } },
      "services.api.url: one of url, instances, dns, registration has to say where it is",
    ],
    [
      { services: { api: { url, instances: [{ url }] } } },
      "services.api.instances: url says where it is already: give one of url, instances, dns, registration",
    ],
    [{ services: { api: { instances: [] } } }, "services.api.instances: "],
    [{ services: { api: { instances: [{ url, weight: 0 }] } } }, "services.api.instances.0.weight: "],
    [
      { services: { api: { instances: [{ url: "ftp://host" }] } } },
      "services.api.instances.0.url: a service speaks http or https",
    ],
    [{ services: { api: { url, balancing: "random" } } }, "services.api.balancing: "],
    [{ services: { api: { url, circuit_breaker: { failure_ratio: 1 } } } }, "services.api.circuit_breaker"],
    [{ services: { api: { url, bulkhead: {} } } }, "services.api.bulkhead.max_concurrent: "],
    [{ services: { api: { url, rate_limit: { requests: 0 } } } }, "services.api.rate_limit.requests: "],
    [
      { services: { api: { registration: true } } },
      "services.api.registration: there is no registry where instances could announce themselves",
    ],
    [
      { environment: { TUTTI_SERVICE_API_URL: "api:80" } },
      "services.api.url: a service speaks http or https",
    ],
    [
      { services: { api: { url: "127.0.0.1:7001" } } },
      "services.api.url: it is not a URL: write http://host:port or https://host/path",
    ],
    [{ services: { api: { url: "ftp://host" } } }, "a service speaks http or https, not ftp:"],
    [
      { services: { api: { url: "http://u:s3cret@host" } } },
      "has a user name or password: send an authorization header",
    ],
    [
      { services: { api: { url: "http://host/?a=s3cret" } } },
      "has a query or fragment: give the query with each request",
    ],
    [{ services: { api: { url, timeout_second: 1 } } }, "timeout_second"],
    [{ services: { api: { url, timeout_seconds: 0 } } }, "services.api.timeout_seconds: "],
    [{ services: { api: { url, timeout_seconds: 9_999_999 } } }, "services.api.timeout_seconds: "],
    [{ services: { api: { url, max_response_bytes: 0.5 } } }, "services.api.max_response_bytes: "],
    [
      { services: { api: { url, headers: { Host: "x" } } } },
      'services.api.headers.Host: header "host" is set by the connection',
    ],
    [
      { services: { api: { url, headers: { "x-key": "s3cret\n" } } } },
      'services.api.headers.x-key: the value of header "x-key"',
    ],
    [
      { services: { api: { url, allow_addresses: ["10.0.0.0/40"] } } },
      'services.api.allow_addresses.0: "10.0.0.0/40" is neither an address nor a block such as 10.0.0.0/8',
    ],
    [{ services: { api: { url, allow_addresses: ["billing"] } } }, '"billing" is neither an address'],
    [{ identity: { name: "a\nb" } }, 'identity: the value of header "x-service-identity"'],
    [{ identity: { name: "a", header: "Host" } }, 'identity: header "host" is set by the connection'],
    [{ services: { "http://x": { url } } }, "a service's name is made of letters, digits, _, - and ."],
    [
      { allowed_hosts: ["https://api.example.com"] },
      'allowed_hosts.0: "https://api.example.com" is not a host: write "api.example.com"',
    ],
    [{ servces: {} }, "servces"],
  ])("refuse %j", (options, problem) => {
    const error = thrownBy(() => createServiceMesh(options as ServiceMeshOptions));
    expect(error).toMatchObject({ code: "INVALID_OPTIONS" });
    expect(error.message).toContain(problem);
    expect(error.message).not.toContain("s3cret");
  });

  it("may be left out", () => {
    expect(createServiceMesh().status().services).toEqual([]);
  });
});
