import { anAction, aWorkflow, complexWorkflowData, useServiceMesh } from "@tutti/testkit";
import "@tutti/testkit/jest";
import { created, oneAction, useGuideService } from "./workflow-service";

// The examples of the users' guide, one for one: workflows over mocked services.

const mesh = useServiceMesh();
const service = useGuideService({ services: mesh });

const post = (id: string, name: string, endpoint: string) =>
  anAction(id).ofType("service_call").withConfig({ service: name, endpoint, method: "POST" });

describe("Example 3: integration with services", () => {
  it("resolves the dependency and passes the data on", async () => {
    const definition = aWorkflow("Integration Test Workflow")
      .withParameter("document_url", "string")
      .withActions(
        post("analyze_doc", "analysis_service", "/analyze").withConfig({
          parameters: { url: "{{document_url}}", analysis_type: "comprehensive" },
        }),
        post("generate_report", "reporting_service", "/generate")
          .withConfig({ parameters: { analysis_result: "{{analyze_doc.response}}", format: "json" } })
          .after("analyze_doc"),
      )
      .build();
    const { success, workflow } = await service().createWorkflow(definition, "test_user");
    expect(success).toBe(true);
    expect(workflow?.actions.map(({ action_id }) => action_id)).toEqual(["analyze_doc", "generate_report"]);
    expect(workflow?.actions[1]?.depends_on).toEqual(["analyze_doc"]);

    const answer = { status: "success", data: { quality_score: 85, issues: [] } };
    mesh().service("analysis_service").on("POST", "/analyze").reply(answer);
    mesh().service("reporting_service").on("POST", "/generate").reply({});
    const parameters = { document_url: "https://example.com" };
    const result = await service().executeWorkflow(workflow?.workflow_id ?? "", parameters, "u");
    expect(result).toHaveRunActions(["analyze_doc", "generate_report"]);
    expect(mesh()).toHaveReceived("analysis_service", "POST", "/analyze", {
      url: "https://example.com",
      analysis_type: "comprehensive",
    });
    expect(mesh()).toHaveReceived("reporting_service", "POST", "/generate", {
      analysis_result: answer,
      format: "json",
    });
  });
});

describe("Mocking external services", () => {
  it("calls the service once, with the method, the endpoint and the resolved parameters", async () => {
    const data = { analysis_result: "positive", confidence_score: 0.95 };
    mesh().service("analysis_service").on("POST", "/analyze").reply({ status: "success", data });
    const call = post("call_analysis", "analysis_service", "/analyze");
    const definition = oneAction("input_data", call.withConfig({ parameters: { data: "{{input_data}}" } }));
    const parameters = { input_data: "test input data" };
    const result = await service().executeWorkflow(await created(service(), definition), parameters, "u");
    expect(result).toHaveCompleted();
    expect(mesh().calls).toHaveLength(1);
    expect(mesh()).toHaveReceived("analysis_service", "POST", "/analyze", { data: "test input data" });
    expect(result).toHaveOutput(
      "call_analysis",
      expect.objectContaining({ response: { status: "success", data } }),
    );
  });
});

describe("The complex fixture: fetch, analyse, summarise", () => {
  it("hands each answer to the next service", async () => {
    mesh().service("source_agent").on("POST", "/fetch").reply({ content: "A long text." });
    mesh().service("analysis_service").on("POST", "/analyze").reply({ summary: "A text." });
    mesh().service("summarizer_hub").on("POST", "/summarize").reply({ summary: "Text." });
    const workflowId = await created(service(), complexWorkflowData());
    const parameters = { document_url: "https://example.com" };
    expect(await service().executeWorkflow(workflowId, parameters, "u")).toHaveCompleted();
    expect(mesh().calls.map(({ path, parameters: given }) => [path, given])).toEqual([
      ["/fetch", { url: "https://example.com" }],
      ["/analyze", { content: "A long text.", type: "comprehensive" }],
      ["/summarize", { text: "A text.", max_length: 200 }],
    ]);
  });
});
