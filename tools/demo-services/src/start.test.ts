import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parse } from "yaml";
import { type DemoServices, startDemoServices } from "./start.ts";
import { call, post } from "./testing/http.ts";

const FOLDER = resolve(__dirname, "..");
const WORKFLOW = resolve(FOLDER, "workflows/document-review.yaml");
const CALLS = {
  fetch_document: ["source_agent", "/fetch"],
  analyze_content: ["analysis_service", "/analyze"],
  generate_summary: ["summarizer_hub", "/summarize"],
} as const;

interface Workflow {
  readonly parameters: readonly { readonly name: string }[];
  readonly actions: readonly {
    readonly action_id: string;
    readonly action_type: string;
    readonly depends_on?: readonly string[];
    readonly config: { readonly service?: string; readonly endpoint?: string };
  }[];
}

describe("the demo's services", () => {
  let services: DemoServices;
  let workflow: Workflow;
  let source: string;

  beforeAll(async () => {
    services = await startDemoServices({ roots: [FOLDER] });
    source = await readFile(WORKFLOW, "utf8");
    workflow = parse(source) as Workflow;
  });
  afterAll(() => services.close());

  test("are three, and well", async () => {
    const health = await Promise.all(Object.values(services.urls).map((url) => call(`${url}/healthz`)));
    expect(health.map(({ body }) => body["service"])).toEqual(Object.keys(services.urls));
  });

  /** Does by hand what the workflow does. */
  async function review(): Promise<Record<string, unknown>> {
    const { source_agent, analysis_service, summarizer_hub } = services.urls;
    const fetched = await post(`${source_agent}/fetch`, { url: "README.md" });
    const { content, content_type } = fetched.body;
    const type = "comprehensive";
    const analyzed = await post(`${analysis_service}/analyze`, { content, content_type, type });
    const { summary: text } = analyzed.body;
    const summarized = await post(`${summarizer_hub}/summarize`, { text, max_length: 60 });
    expect([fetched.status, analyzed.status, summarized.status]).toEqual([200, 200, 200]);
    return {
      fetch_document: { response: fetched.body },
      analyze_content: { response: analyzed.body },
      generate_summary: { response: summarized.body },
    };
  }

  test("review a real document together", async () => {
    const result = await review();
    expect(result).toMatchObject({
      fetch_document: { response: { title: "The demo's services", content_type: "text/markdown" } },
      analyze_content: { response: { readability: { language: "en" }, issues: [] } },
      generate_summary: { response: { words: expect.any(Number) as number } },
    });
  });

  test("are called by the workflow as they are, one after the other", () => {
    const calls = workflow.actions.filter(({ action_type: type }) => type === "service_call");
    expect(calls.map(({ action_id: id, config }) => [id, [config.service, config.endpoint]])).toEqual(
      Object.entries(CALLS),
    );
    expect(calls.map(({ depends_on: before }) => before)).toEqual([
      undefined,
      ["fetch_document"],
      ["analyze_content"],
    ]);
  });

  test("answer with everything that the workflow reads", async () => {
    const results = await review();
    const references = [...source.matchAll(/\{\{\(?([\w.]+)/g)].map(([, path = ""]) => path);
    const parameters = new Set(workflow.parameters.map(({ name }) => name));
    const paths = references.filter((path) => !parameters.has(path));
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) expect(results).toHaveProperty(path);
  });
});

test("a folder that is not there is an error at the start", async () => {
  await expect(startDemoServices({ roots: ["/no/such/folder"] })).rejects.toThrow("/no/such/folder");
});
