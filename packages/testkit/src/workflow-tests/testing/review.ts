import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { services } from "../../testing/plugins";
import { casesOf, readWorkflowTests, runWorkflowTest, type WorkflowTestOptions } from "../index";

const REVIEW = `
name: Review
parameters:
  - { name: document_url, type: string }
  - { name: pages, type: integer, default_value: 1 }
actions:
  - action_id: fetch
    action_type: service_call
    config: { service: source_agent, endpoint: /fetch, method: POST, parameters: { url: "{{document_url}}" } }
    retry: { max_attempts: 3, initial_interval_ms: 60000, jitter: false }
    compensate: { action_type: acme_release, config: { id: "{{fetch.response.id}}" } }
  - action_id: approve
    action_type: wait_for_signal
    condition: pages > 10
    config: { signal: approved, timeout_seconds: 86400 }
  - action_id: publish
    action_type: acme_publish
    depends_on: [approve]
    config: { content: "{{fetch.response.content}}" }
outputs: { published: "{{publish.id}}", content: "{{fetch.response.content}}" }
`;

/** What the files of tests begin with. */
export const BASE = `
services:
  source_agent:
    POST /fetch: { reply: { id: 7, content: A text. } }
actions:
  publish: { output: { id: p1 } }
compensations:
  fetch: { output: null }
cases:
`;

/** A folder with the workflow `review.yaml`, for each test anew. */
export function useReviewFolder() {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "workflow-tests-"));
    writeFileSync(path.join(folder, "review.yaml"), REVIEW);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const save = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  return {
    save,
    read: (name: string) => readFileSync(path.join(folder, name), "utf8"),
    /** Runs the cases of a file, all at once. */
    run(cases: string, options: WorkflowTestOptions = {}, base = BASE) {
      const file = readWorkflowTests(save("review.workflow-test.yaml", `${base.trimStart()}${cases}`));
      const own = { plugins: [services()], root: folder, ...options };
      return Promise.all(casesOf(file).map((one) => runWorkflowTest(one, own)));
    },
  };
}
