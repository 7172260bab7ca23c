import { readFile } from "node:fs/promises";
import { defineAction, definePlugin, type Plugin } from "@tutti/core";
import { z } from "zod";
import { BASE, useReviewFolder } from "./testing/review";

const HANGING = "name: Hanging\nactions: [{ action_id: publish, action_type: acme_publish }]\n";

const { run, save } = useReviewFolder();

/** What is not as the one case expects it. */
async function problemsOf(cases: string): Promise<string[]> {
  const [result] = await run(cases);
  return (result?.mismatches ?? []).map(({ message, path: at }) => `${at}: ${message}`);
}

async function expectPass(cases: string): Promise<void> {
  const results = await run(cases);
  expect(results.map(({ message }) => message)).toEqual(results.map(() => ""));
}

describe("a case", () => {
  it("executes the workflow with mocked services and actions, and checks everything", () =>
    expectPass(`
  - name: publishes a short document
    parameters: { document_url: a.pdf }
    expect:
      status: completed
      outputs: { published: p1, content: A text. }
      outputs_include: { published: p1 }
      actions:
        fetch: { status: completed, attempts: 1, output_includes: { response: { id: 7 } }, calls: 1 }
        approve: skipped
        publish: { config: { content: A text. }, config_includes: { content: A text. }, output: { id: p1 } }
      order: [fetch, publish]
      skipped: [approve]
      calls:
        - { service: source_agent, path: /fetch, parameters: { url: a.pdf }, parameters_include: {}, times: 1 }
      takes: 0 ms
      executions: 1
`));

  it("expects to complete when it says nothing", async () => {
    const [result] = await run("  - name: works\n    parameters: { document_url: a.pdf }\n");
    expect(result).toMatchObject({
      passed: true,
      category: "unit",
      tags: [],
      line: 9,
      message: "",
      snapshot: null,
    });
  });

  it("takes what services do in turn: failures, dropped connections, delays", () =>
    expectPass(`
  - name: tries again
    parameters: { document_url: a.pdf }
    services:
      source_agent:
        POST /fetch:
          - { fail: 503, times: 1 }
          - { drop: true, delay: 5 s }
          - { reply: { id: 7, content: Late. }, delay: 1 min, status: 201 }
    expect:
      outputs: { published: p1, content: Late. }
      actions: { fetch: { attempts: 3 } }
      takes: { at_least: 3 min, at_most: 5 min }
      calls: [{ service: source_agent, path: /fetch, times: 3 }]
`));

  it("lets time pass, sends signals and looks between", () =>
    expectPass(`
  - name: waits for an approval
    parameters: { document_url: a.pdf, pages: 11 }
    steps:
      - expect: { status: waiting, actions: { approve: waiting, publish: pending } }
      - advance: 23 h
      - pause: true
      - expect: { status: paused }
      - resume: true
      - restart: true
      - crash: true
      - signal: approved
        payload: { by: Eve }
    expect: { status: completed, actions: { approve: { output: { by: Eve } } }, takes: 23 h }
`));

  it("may end in a failure, by its code and more", () =>
    expectPass(`
  - name: nobody approves
    parameters: { document_url: a.pdf, pages: 11 }
    expect:
      error: SIGNAL_TIMEOUT
      actions: { fetch: compensated, approve: { status: failed, error: { code: SIGNAL_TIMEOUT } } }
      takes: 1 day
  - name: the same
    parameters: { document_url: a.pdf, pages: 11 }
    expect:
      status: failed
      error: { code: SIGNAL_TIMEOUT, message_includes: approved, action_id: approve, attempt: 1 }
`));

  it("may be cancelled, and retried after a failure", () =>
    expectPass(`
  - name: is cancelled
    parameters: { document_url: a.pdf, pages: 11 }
    steps: [{ cancel: wrong document }]
    expect: { status: cancelled, error: { message_includes: wrong document } }
  - name: is retried
    parameters: { document_url: a.pdf }
    actions:
      publish: [{ error: { code: FULL, retryable: false } }, { output: { id: p2 }, delay: 1 s }]
    steps: [{ retry: true }]
    expect: { outputs_include: { published: p2 } }
`));

  it("may be refused", () =>
    expectPass(`
  - name: needs a document
    expect: { status: refused, error: { code: INVALID_PARAMETERS, message_includes: document_url }, calls: [] }
`));

  it("survives faults", () =>
    expectPass(`
  - name: survives
    parameters: { document_url: a.pdf }
    faults:
      - { crash_after: action.completed, action: fetch }
      - { fail_action: fetch, times: 1, error: { code: BUSY } }
      - { slow_action: publish, by: 2 min }
      - { duplicate_delivery: publish }
      - { flaky_store: { after: 6, failures: 1 } }
    expect: { actions: { publish: { calls: 2 } }, takes: { at_least: 3 min } }
  - name: fails as the fault says
    parameters: { document_url: a.pdf }
    faults: [{ fail_action: publish }, { duplicate_delivery: true }]
    expect: { error: INJECTED_FAULT }
`));

  it("has secrets, a user and categories of its own", async () => {
    const cases = `
  - name: says who
    tags: [slow, performance]
    expect: { outputs: { user: grace, key: "***" } }
`;
    save(
      "review.yaml",
      `name: Who\nactions: [{ action_id: say, action_type: echo, config: { key: "{{$secrets.KEY}}" } }]\noutputs: { user: "{{$execution.created_by}}", key: "***" }\n`,
    );
    const base = "user: ada\ntags: [fast]\nsecrets: { KEY: top }\nactions: { say: { output: 1 } }\ncases:\n";
    const [result] = await run(cases.replace("tags", "user: grace\n    tags"), {}, base);
    expect(result).toMatchObject({
      passed: true,
      category: "performance",
      tags: ["fast", "slow", "performance"],
    });
  });
});

describe("a case that fails", () => {
  it("shows what differs and what happened", async () => {
    const [result] = await run(`
  - name: publishes
    parameters: { document_url: a.pdf }
    expect: { outputs: { published: p2, content: A text. }, actions: { approve: completed } }
`);
    expect(result?.passed).toBe(false);
    const [head, ...rest] = (result?.message ?? "").split("\n");
    expect(head).toMatch(/^"publishes" \(.*review\.workflow-test\.yaml:10\) is not as expected:$/);
    expect(rest.slice(0, 4)).toEqual([
      '  outputs.published: expected "p2", got "p1"',
      '  actions.approve.status: expected "completed", got "skipped"',
      "",
      expect.stringMatching(/^Execution "Review" \(.*\) completed$/),
    ]);
    expect(result?.message).toMatch(/\+0 ms +publish +completed/);
  });

  it.each([
    ["status: failed", 'cases[0].expect.status: expected "failed", got "completed"'],
    [
      "error: NO",
      'cases[0].expect.status: expected "failed", got "completed"',
      'cases[0].expect.error: expected {"code":"NO"}, got null',
    ],
    [
      "order: [publish, fetch]",
      'cases[0].expect.order: expected to have run publish, then fetch. "fetch" started before "publish".',
    ],
    ["skipped: []", 'cases[0].expect.skipped: expected [], got ["approve"]'],
    ["takes: 1 h", "cases[0].expect.takes: expected 1 h, got 0 ms"],
    [
      "takes: { at_least: 5, at_most: 6 }",
      "cases[0].expect.takes: expected at least 5 and at most 6, got 0 ms",
    ],
    [
      "outputs: [1, [2]]",
      'cases[0].expect.outputs: expected [1,[2]], got {"published":"p1","content":"A text."}',
    ],
    ["executions: 2", "cases[0].expect.executions: expected 2, got 1"],
    [
      "actions: { fetch: { calls: 2, config_includes: { method: GET } } }",
      "cases[0].expect.actions.fetch.calls: expected 2, got 1",
      'cases[0].expect.actions.fetch.config_includes.method: expected "GET", got "POST"',
    ],
    [
      "calls: []",
      'cases[0].expect.calls: expected no calls, got:\n  POST /fetch to "source_agent" {"url":"a.pdf"}',
    ],
    [
      "calls: [{ service: source_agent, path: /fetch, parameters: { url: b.pdf } }]",
      'cases[0].expect.calls[0]: expected POST /fetch to "source_agent" with {"url":"b.pdf"}; the nearest call differs:\n  parameters.url: expected "b.pdf", got "a.pdf"',
    ],
    [
      "calls: [{ service: source_agent, path: /fetch, times: 2 }]",
      'cases[0].expect.calls[0]: expected POST /fetch to "source_agent" 2 times, got it 1 times; the calls were:\n  POST /fetch to "source_agent" {"url":"a.pdf"}',
    ],
  ])("by %s", async (expectation, ...problems) => {
    expect(
      await problemsOf(`
  - name: fails
    parameters: { document_url: a.pdf }
    expect: { ${expectation} }
`),
    ).toEqual(problems);
  });

  it("by a call that nobody scripted", async () => {
    const [result] = await run(
      "  - name: calls\n    parameters: { document_url: a.pdf }\n",
      {},
      BASE.replace("POST", "PUT"),
    );
    expect(result?.mismatches.map(({ path: at }) => at)).toEqual([
      "cases[0].expect.status",
      "cases[0].services",
    ]);
    expect(result?.message).toContain("Nobody expected the call: POST /fetch");
  });

  it("by a step that is refused, and by what a step expects", async () => {
    expect(
      await problemsOf(`
  - name: steps
    parameters: { document_url: a.pdf }
    steps: [{ resume: true }, { expect: { status: paused } }]
`),
    ).toEqual([
      expect.stringMatching(/^cases\[0\]\.steps\[0\]\.resume: .*completed/),
      'cases[0].steps[1].expect.status: expected "paused", got "completed"',
    ]);
  });

  it("by a workflow that is refused, and by time", async () => {
    const [refused] = await run("  - name: a\n", { plugins: [] });
    expect(refused?.message).toContain('Unknown action_type "service_call"');
    save("review.yaml", HANGING);
    const [late] = await run(
      "  - name: b\n",
      {
        timeoutMs: 50,
        plugins: [acme(() => new Promise(() => undefined))],
      },
      "cases:\n",
    );
    expect(late?.message).toContain("It took longer than 50 ms of real time");
  });
});

/** A plugin whose action does what the test says. */
function acme(execute: () => unknown): Plugin {
  const type = "acme_publish";
  const publish = defineAction({ type, description: "Publishes.", config: z.looseObject({}), execute });
  return definePlugin({ name: "acme", version: "1.0.0", actions: [publish] })();
}

test("no virtual time passes while an action is at work outside", async () => {
  save(
    "review.yaml",
    "name: Outside\nactions: [{ action_id: publish, action_type: acme_publish, timeout_seconds: 1 }]\n",
  );
  const reads = acme(() => readFile(save("review.txt", "text"), "utf8"));
  const [result] = await run("  - name: reads\n    expect: { takes: 0 }\n", { plugins: [reads] }, "cases:\n");
  expect(result?.message).toBe("");
});

describe("triggers", () => {
  const definition = {
    name: "Orders",
    parameters: [{ name: "order", type: "string", default_value: "none" }],
    triggers: [
      { type: "event", event_type: "order.created", parameters: { order: "{{$event.data.order}}" } },
      { type: "schedule", cron: "0 9 * * *" },
    ],
    actions: [{ action_id: "pay", action_type: "acme_pay", config: { order: "{{order}}" } }],
    outputs: { order: "{{order}}" },
  };

  it("start executions by events and by the clock when the case says so", async () => {
    save("review.yaml", JSON.stringify(definition));
    const results = await run(
      `
  - name: an order comes
    triggered: true
    steps: [{ publish: order.created, data: { order: o1 }, id: e1, source: /shop, subject: o1, correlation: c1 }]
    expect: { outputs: { order: o1 }, executions: 1 }
  - name: a day passes
    triggered: true
    steps: [{ advance: 2 days }]
    expect: { executions: 2 }
  - name: nothing happens
    triggered: true
    expect: { executions: 0 }
  - name: nothing happens, but something should
    triggered: true
`,
      {},
      "actions: { pay: { output: 1 } }\ncases:\n",
    );
    expect(results.map(({ message }) => message.split("\n")[1] ?? "")).toEqual([
      "",
      "",
      "",
      '  status: expected "completed", got "refused"',
    ]);
    expect(results.map(({ histories }) => histories.length)).toEqual([1, 2, 0, 0]);
  });
});

test("child workflows are the files that the tests name", async () => {
  save(
    "review.yaml",
    'name: Parent\nactions: [{ action_id: child, action_type: run_workflow, config: { workflow_id: wf_1 } }]\noutputs: { n: "{{child.n}}" }\n',
  );
  save("child.yaml", "name: Child\nactions: []\noutputs: { n: 5 }\n");
  const results = await run(
    "  - name: runs\n    expect: { outputs: { n: 5 } }\n",
    {},
    "workflows: { wf_1: child.yaml }\ncases:\n",
  );
  expect(results[0]?.message).toBe("");
  const mocked = await run(
    "  - name: mocks\n    actions: { child: { output: { n: 6 } } }\n    expect: { outputs: { n: 6 } }\n",
    {},
    "cases:\n",
  );
  expect(mocked[0]?.message).toBe("");
});
