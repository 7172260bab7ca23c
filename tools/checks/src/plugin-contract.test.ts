import { notification } from "@tutti/plugin-notification";
import { serviceCall } from "@tutti/plugin-service-call";
import { transform } from "@tutti/plugin-transform";
import { describePlugin, type PluginContractOptions } from "@tutti/testkit";

// Built packages are loaded in every module system by tools/downstream.
const unpacked: PluginContractOptions = { package: false };

// One of the examples says its message on the console.
beforeAll(() => void jest.spyOn(process.stdout, "write").mockReturnValue(true));
afterAll(() => jest.restoreAllMocks());

describePlugin(notification(), {
  ...unpacked,
  parameters: { input_value: "a document" },
  examples: [
    {
      name: "says what was sent",
      action: "notification",
      config: { message: "Hi" },
      output: { message: "Hi", deliveries: [{ channel: "log", status: "delivered" }] },
    },
  ],
});

describePlugin(transform(), {
  ...unpacked,
  examples: [
    {
      name: "capitals",
      action: "transform",
      config: { transformation: "uppercase", input: "hi" },
      output: { result: "HI" },
    },
    {
      name: "no text",
      action: "transform",
      config: { transformation: "parse_json", input: "{" },
      fails: "INVALID_INPUT",
    },
  ],
});

describePlugin(serviceCall(), {
  ...unpacked,
  parameters: { document_url: "https://example.com/a.pdf" },
  services(mesh) {
    mesh.service("analysis_service").on("POST", "/analyze").reply({ quality_score: 85 });
    mesh.service("analysis_service").on("GET", "/documents").fail(404);
    mesh.service("analysis_service").on("GET", "/down").fail(503);
  },
  examples: [
    {
      name: "a service that is down",
      action: "service_call",
      config: { service: "analysis_service", endpoint: "/down" },
      fails: "SERVICE_ERROR",
    },
  ],
});
