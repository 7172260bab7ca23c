import { withEnvironment } from "./environment";

const url = "http://127.0.0.1:7001";

describe("withEnvironment", () => {
  it("leaves a configuration alone when the environment names no service", () => {
    const config = { services: { billing: { url } } };
    const environment = {
      PATH: "/bin",
      TUTTI_SERVICE__URL: "",
      TUTTI_SERVICE_X: url,
      tutti_service_a_url: url,
    };
    expect(withEnvironment(config, environment)).toBe(config);
  });

  it("adds a service under its name in lower case", () => {
    expect(withEnvironment({}, { TUTTI_SERVICE_BILLING_V2_URL: url })).toEqual({
      services: { billing_v2: { url } },
    });
  });

  it("adds several instances", () => {
    expect(withEnvironment({}, { TUTTI_SERVICE_BILLING_URL: `${url}, http://127.0.0.1:7002` })).toEqual({
      services: { billing: { instances: [{ url }, { url: "http://127.0.0.1:7002" }] } },
    });
  });

  it.each(["analysis-service", "Analysis.Service", "analysis_service"])(
    "moves the configured service %s, which keeps its other options",
    (name) => {
      const old = { url: "http://old", dns: { name: "old" }, instances: [], registration: true };
      const config = {
        services: { [name]: { ...old, timeout_seconds: 5 }, other: { url } },
        allowed_hosts: [],
      };
      expect(withEnvironment(config, { TUTTI_SERVICE_ANALYSIS_SERVICE_URL: url })).toEqual({
        services: { [name]: { url, timeout_seconds: 5 }, other: { url } },
        allowed_hosts: [],
      });
    },
  );

  it("leaves it to the check of the configuration to refuse what is no service", () => {
    expect(withEnvironment({ services: { a: null } }, { TUTTI_SERVICE_A_URL: "no url" })).toEqual({
      services: { a: { url: "no url" } },
    });
  });
});
