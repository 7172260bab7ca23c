import type { ServiceClient, ServiceMesh } from "@tutti/plugin-service-call";
import { created, oneAction, useWorkflowService } from "./workflow-service";

// The examples of the users' guide, one for one: workflows over mocked services.

/** The guide's mocked `ServiceClients`: every service is the same mock client. */
function mockServices(): { readonly mesh: ServiceMesh; readonly makeRequest: jest.Mock } {
  const makeRequest = jest.fn();
  const client: ServiceClient = { makeRequest };
  const mesh = { getClient: () => client, close: () => undefined } as unknown as ServiceMesh;
  return { mesh, makeRequest };
}

function answers(data: object): object {
  return { status_code: 200, headers: {}, response: { status: "success", data } };
}

describe("Example 3: integration with services", () => {
  const { mesh, makeRequest } = mockServices();
  const service = useWorkflowService(mesh);

  it("resolves the dependency and passes the data on", async () => {
    const definition = {
      name: "Integration Test Workflow",
      description: "Test integration with analysis service",
      parameters: [{ name: "document_url", type: "string", required: true }],
      actions: [
        {
          action_id: "analyze_doc",
          action_type: "service_call",
          name: "Analyze Document",
          config: {
            service: "analysis_service",
            endpoint: "/analyze",
            method: "POST",
            parameters: { url: "{{document_url}}", analysis_type: "comprehensive" },
          },
        },
        {
          action_id: "generate_report",
          action_type: "service_call",
          name: "Generate Report",
          config: {
            service: "reporting_service",
            endpoint: "/generate",
            method: "POST",
            parameters: { analysis_result: "{{analyze_doc.response}}", format: "json" },
          },
          depends_on: ["analyze_doc"],
        },
      ],
    };
    const { success, workflow } = await service().createWorkflow(definition, "test_user");
    expect(success).toBe(true);
    expect(workflow?.actions).toHaveLength(2);
    const actions = new Map(workflow?.actions.map((action) => [action.action_id, action]));
    expect(actions.get("generate_report")?.depends_on).toEqual(["analyze_doc"]);

    const answer = answers({ quality_score: 85, issues: [] });
    makeRequest.mockResolvedValue(answer);
    await service().executeWorkflow(
      workflow?.workflow_id ?? "",
      { document_url: "https://example.com" },
      "u",
    );
    expect(makeRequest.mock.calls.map((call: unknown[]) => call.slice(0, 3))).toEqual([
      ["POST", "/analyze", { url: "https://example.com", analysis_type: "comprehensive" }],
      ["POST", "/generate", { analysis_result: (answer as { response: object }).response, format: "json" }],
    ]);
  });
});

describe("Mocking external services", () => {
  const { mesh, makeRequest } = mockServices();
  const service = useWorkflowService(mesh);

  it("calls the service once, with the method, the endpoint and the resolved parameters", async () => {
    makeRequest.mockResolvedValue(answers({ analysis_result: "positive", confidence_score: 0.95 }));
    const config = {
      service: "analysis_service",
      endpoint: "/analyze",
      method: "POST",
      parameters: { data: "{{input_data}}" },
    };
    const workflowId = await created(
      service(),
      oneAction("input_data", { action_id: "call_analysis", action_type: "service_call", config }),
    );
    const { success, execution } = await service().executeWorkflow(
      workflowId,
      { input_data: "test input data" },
      "test_user",
    );
    expect(success).toBe(true);
    expect(makeRequest).toHaveBeenCalledTimes(1);
    expect(makeRequest).toHaveBeenCalledWith(
      "POST",
      "/analyze",
      { data: "test input data" },
      expect.anything(),
    );
    expect(execution?.actions.call_analysis?.output).toMatchObject({
      response: { data: { analysis_result: "positive" } },
    });
  });
});

describe("The complex fixture: fetch, analyse, summarise", () => {
  const { mesh, makeRequest } = mockServices();
  const service = useWorkflowService(mesh);
  const call = (action_id: string, config: object, depends_on: string[] = []): object => ({
    action_id,
    action_type: "service_call",
    config: { method: "POST", ...config },
    depends_on,
  });

  it("hands each answer to the next service", async () => {
    const workflowId = await created(service(), {
      name: "Complex Multi-Step Workflow",
      description: "Workflow with dependencies and multiple services",
      parameters: [
        { name: "document_url", type: "string", required: true },
        { name: "analysis_type", type: "string", required: false, default_value: "comprehensive" },
      ],
      actions: [
        call("fetch_document", {
          service: "source_agent",
          endpoint: "/fetch",
          parameters: { url: "{{document_url}}" },
        }),
        call(
          "analyze_content",
          {
            service: "analysis_service",
            endpoint: "/analyze",
            parameters: { content: "{{fetch_document.response.content}}", type: "{{analysis_type}}" },
          },
          ["fetch_document"],
        ),
        call(
          "generate_summary",
          {
            service: "summarizer_hub",
            endpoint: "/summarize",
            parameters: { text: "{{analyze_content.response.summary}}", max_length: 200 },
          },
          ["analyze_content"],
        ),
      ],
    });
    makeRequest
      .mockResolvedValueOnce({ status_code: 200, headers: {}, response: { content: "A long text." } })
      .mockResolvedValueOnce({ status_code: 200, headers: {}, response: { summary: "A text." } })
      .mockResolvedValueOnce({ status_code: 200, headers: {}, response: { summary: "Text." } });
    const { success } = await service().executeWorkflow(
      workflowId,
      { document_url: "https://example.com" },
      "u",
    );
    expect(success).toBe(true);
    expect(makeRequest.mock.calls.map((made: unknown[]) => made.slice(1, 3))).toEqual([
      ["/fetch", { url: "https://example.com" }],
      ["/analyze", { content: "A long text.", type: "comprehensive" }],
      ["/summarize", { text: "A text.", max_length: 200 }],
    ]);
  });
});
