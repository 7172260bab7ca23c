import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fakeIo, type FakeIo, removeWorlds } from "../testing/fake-io";

jest.setTimeout(30_000);
afterEach(removeWorlds);

const REVIEW = `name: Review
parameters:
  - { name: url, type: string }
  - { name: big, type: boolean, default_value: false }
actions:
  - action_id: fetch
    action_type: service_call
    config: { service: source, endpoint: /fetch, method: POST, parameters: { url: "{{url}}" } }
    retry: { max_attempts: 2, initial_interval_ms: 1000, jitter: false }
  - action_id: approve
    action_type: wait_for_signal
    condition: big
    config: { signal: approved }
  - action_id: tell
    action_type: notification
    depends_on: [approve]
    config: { message: "{{fetch.response.title}}", channels: [log, slack] }
outputs: { title: "{{fetch.response.title}}" }
`;

const TESTS = `tags: [integration]
services:
  source:
    POST /fetch: { reply: { title: Tutti } }
cases:
  - name: tells the title
    parameters: { url: a.pdf }
    expect:
      outputs: { title: Tutti }
      actions: { tell: { output_includes: { deliveries: [{ channel: log }, { channel: slack, status: delivered }] } } }
  - name: waits for an approval
    tags: [api]
    parameters: { url: a.pdf, big: true }
    steps: [{ advance: 30 days }, { signal: approved }]
    expect: { takes: 30 days }
`;

const FAILING = `workflow: review.yaml
cases:
  - name: finds <nothing> & "fails"
    parameters: { url: a.pdf }
    services: { source: { POST /fetch: { reply: { title: Tutti } } } }
    expect:
      outputs: { title: Solo }
`;

const CONFIG = `notification: { slack: { webhook_url: "https://hooks.slack.example.com/T000/B000" } }\n`;

const FILES = {
  "review.yaml": REVIEW,
  "review.workflow-test.yaml": TESTS,
  "tutti.config.yaml": CONFIG,
};

const project = (more: Readonly<Record<string, string>> = {}): FakeIo =>
  fakeIo({ files: { ...FILES, ...more } });

/** What was written, without times. */
const timeless = (text: string): string => text.replace(/\b\d+(?:\.\d+)?m?s\b/g, "…");

const read = (io: FakeIo, file: string): string => readFileSync(path.join(io.cwd, file), "utf8");

describe("tutti test", () => {
  test("runs the files below here and tells of each case, and sends nothing", async () => {
    const io = project();
    expect(await io.tutti("test")).toBe(0);
    const lines = timeless(io.out).split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "review.workflow-test.yaml",
      "  ✔ tells the title …",
      "  ✔ waits for an approval …",
    ]);
    expect(io.out).toContain(
      "\nTests:       2 passed\nFiles:       1 passed\nCategories:  integration 1 passed · api 1 passed\nTime: ",
    );
    expect(io.out).toMatch(/\nSlowest:\n {2}\d+\S+ {2}(?:tells the title|waits)/);
    expect(io.err).toBe("");
    expect(existsSync(path.join(io.cwd, "test-results.xml"))).toBe(false);
  });

  test("shows at the end what failed, and why", async () => {
    const io = project({ "other.workflow-test.yaml": FAILING });
    expect(await io.tutti("test")).toBe(1);
    const [before = "", after = ""] = io.out.split(
      '\n✖ finds <nothing> & "fails"  other.workflow-test.yaml:3\n',
    );
    expect(before).toContain("  ✔ waits for an approval");
    expect(after).toMatch(
      /^ {2}outputs\.title: expected "Solo", got "Tutti"\n\nExecution "Review" \(.*\) completed\n {2}\+0 ms /,
    );
    expect(io.out).toContain(
      "Tests:       2 passed, 1 failed\nFiles:       1 passed, 1 failed\nCategories:  unit 0 passed, 1 failed · ",
    );
  });

  test("takes files, folders, and parts of paths", async () => {
    const io = project({ "other.workflow-test.yaml": FAILING });
    mkdirSync(path.join(io.cwd, "deep"));
    writeFileSync(path.join(io.cwd, "deep/a.yaml"), "name: A\n");
    writeFileSync(path.join(io.cwd, "deep/a.workflow-test.yaml"), "cases: [{ name: a }]\n");
    expect(await fakeIo({ beside: io }).tutti("test", "review.workflow-test.yaml", "deep")).toBe(0);
    expect(await fakeIo({ beside: io }).tutti("test", "eview.w")).toBe(0);
    const none = fakeIo({ beside: io });
    expect(await none.tutti("test", "nowhere", "else")).toBe(2);
    expect(none.err).toContain('error[NO_TESTS]: There is no file of tests for "nowhere", "else".');
    const empty = fakeIo();
    expect(await empty.tutti("test")).toBe(2);
    expect(empty.err).toContain("There is no file of tests below here.");
  });

  test("runs nothing when a file is wrong, and shows the places", async () => {
    const io = project({
      "bad.workflow-test.yaml": "workflow: review.yaml\ncases:\n  - name: a\n    expects: {}\n",
      "typo.workflow-test.yaml":
        "workflow: review.yaml\ncases: [{ name: a, expect: { skipped: [aprove] } }]\n",
      "lost.workflow-test.yaml": "cases: [{ name: a }]\n",
      "syntax.workflow-test.yaml": "cases: [\n",
      "broken.workflow-test.json": '{ "workflow": "broken.yaml", "cases": [{ "name": "a" }] }',
      "broken.yaml": "name: Broken\nactions: [{}]\n",
    });
    expect(await io.tutti("test")).toBe(2);
    expect(io.out).toBe("");
    expect(io.err).toContain(
      'error[INVALID_TEST_FILE]: Unknown key "expects" of cases[0]: did you mean "expect"?',
    );
    expect(io.err).toContain(" --> bad.workflow-test.yaml:4:5\n  |\n4 |     expects: {}\n  |     ^^^^^^^\n");
    expect(io.err).toContain('The workflow has no action "aprove": did you mean "approve"?');
    expect(io.err).toContain(" --> typo.workflow-test.yaml:2:40\n");
    expect(io.err).toContain("There is no workflow lost.yaml or lost.yml or lost.json in");
    expect(io.err).toContain("syntax.workflow-test.yaml:2:1");
    expect(io.err).toContain(" --> broken.yaml:2:11\n");
  });

  test("runs only the cases with a name, and stops at the first failure", async () => {
    const io = project({ "a.workflow-test.yaml": FAILING });
    expect(await fakeIo({ beside: io }).tutti("test", "--filter", "approval", "-f", "nothing at all")).toBe(
      0,
    );
    const bail = fakeIo({ beside: io });
    expect(await bail.tutti("test", "--bail")).toBe(1);
    expect(bail.out).toContain("  ↷ 2 not run\n");
    expect(bail.out).toContain("Tests:       0 passed, 1 failed, 2 not run\n");
    const none = fakeIo({ beside: io });
    expect(await none.tutti("test", "-f", "nothing at all")).toBe(2);
    expect(none.err).toContain('error[NO_TESTS]: No case has a name with "nothing at all".');
  });

  test("writes a JUnit report", async () => {
    const io = project({ "other.workflow-test.yaml": FAILING });
    expect(await io.tutti("test", "--junit")).toBe(1);
    const report = read(io, "test-results.xml").replace(/time="[\d.]+"/g, 'time="…"');
    expect(report).toContain(
      '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tutti test" tests="3" failures="1" errors="0" skipped="0" time="…">\n',
    );
    expect(report).toContain(
      '    <testcase classname="api.review.workflow-test.yaml" name="waits for an approval" file="review.workflow-test.yaml" line="11" time="…"/>\n',
    );
    expect(report).toContain(
      '<failure type="failure" message="outputs.title: expected &quot;Solo&quot;, got &quot;Tutti&quot;">',
    );
    expect(report).toContain('name="finds &lt;nothing&gt; &amp; &quot;fails&quot;"');
    expect(await fakeIo({ beside: io }).tutti("test", "review", "--bail", "--junit=reports/a.xml")).toBe(0);
    expect(read(io, "reports/a.xml")).toContain('failures="0"');
  });

  test("prints one document with --json", async () => {
    const io = project({ "other.workflow-test.yaml": FAILING });
    expect(await io.tutti("test", "--json", "--coverage")).toBe(1);
    expect(io.json).toMatchObject({
      success: false,
      summary: { passed: 2, failed: 1, not_run: 0, categories: { api: { passed: 1, failed: 0 } } },
      files: [
        {
          file: "other.workflow-test.yaml",
          workflow: "review.yaml",
          cases: [
            {
              passed: false,
              category: "unit",
              mismatches: [
                { path: "cases[0].expect.outputs.title", message: 'expected "Solo", got "Tutti"', line: 7 },
              ],
            },
          ],
        },
        {
          file: "review.workflow-test.yaml",
          cases: [{ name: "tells the title", tags: ["integration"] }, {}],
        },
      ],
      coverage: { workflows: [{ file: "review.yaml" }] },
      errors: [],
    });
  });

  test("tells which actions and branches the tests have seen", async () => {
    const io = project();
    expect(await io.tutti("test", "--coverage")).toBe(0);
    expect(io.out).toContain("Workflow         Covered  Actions  Branches  Never taken\n");
    expect(io.out).toContain("review.yaml      83.3 %   3/3      2/3\n");
    expect(io.out).toContain("  review.yaml:9                              fetch: retry\n");
    expect(io.out).toContain("All workflows: 83.3 %\n");
    const lcov = read(io, "coverage/workflows/lcov.info");
    expect(lcov).toContain("SF:review.yaml\nFN:6,fetch\nFN:10,approve\n");
    expect(lcov).toContain("BRDA:9,0,0,0\nBRDA:12,1,0,1\nBRDA:12,1,1,1\n");
    expect(JSON.parse(read(io, "coverage/workflows/coverage.json"))).toMatchObject({
      workflows: [{ counts: { branches: { total: 3, covered: 2 } } }],
    });
  });

  test("tells what never ran, triggers too, and fails below a threshold", async () => {
    const io = fakeIo({
      files: {
        "a.yaml":
          "name: A\ntriggers: [{ type: schedule, cron: '@daily' }]\nactions:\n  - { action_id: a, action_type: wait, config: { seconds: 1 } }\n",
        "a.workflow-test.yaml":
          "cases: [{ name: refused, parameters: { x: 1 }, expect: { status: refused } }]\n",
      },
    });
    const argv = ["test", "--coverage-threshold", "50", "--coverage-dir", "out"];
    expect(await io.tutti(...argv)).toBe(1);
    expect(io.out).toMatch(/ {2}a\.yaml:4 +a: never ran\n {2}a\.yaml:2 +schedule trigger\n/);
    expect(io.err).toBe("The coverage of 0.0 % is below the threshold of 50 %.\n");
    expect(existsSync(path.join(io.cwd, "out/lcov.info"))).toBe(true);
    expect(await fakeIo({ beside: io }).tutti("test", "--coverage-threshold", "0")).toBe(0);
    const wrong = fakeIo({ beside: io });
    expect(await wrong.tutti("test", "--coverage-threshold", "101")).toBe(2);
    expect(wrong.err).toContain('--coverage-threshold is no number from 0 to 100: "101"');
  });

  test("keeps snapshots, refuses to make them in CI, and updates them", async () => {
    const tests = (name: string): string =>
      TESTS.replace("tells the title", name).replace("expect:\n", "expect:\n      snapshot: true\n");
    const io = project({ "review.workflow-test.yaml": tests("first") });
    const run = async (argv: readonly string[] = [], env = {}): Promise<FakeIo> => {
      const next = fakeIo({ beside: io, env });
      await next.tutti("test", ...argv);
      return next;
    };
    expect((await run([], { CI: "true" })).out).toContain(
      "has no snapshot of this case, and none is stored in CI",
    );
    expect((await run()).out).toContain("(snapshot written)\n");
    expect((await run([], { CI: "true" })).out).toContain("Tests:       2 passed\n");
    io.save("review.workflow-test.yaml", tests("second").replace("url: a.pdf", "url: b.pdf"));
    const updated = await run(["--update-snapshots"]);
    expect(updated.out).toContain("Snapshots:   1 written, 1 removed\n");
    io.save("review.workflow-test.yaml", tests("second").replace("url: a.pdf", "url: c.pdf"));
    expect((await run()).out).toMatch(/the events differ[^]*\+0 ms execution\.created .*"url":"b\.pdf"/);
    expect((await run(["-u"])).out).toContain("Snapshots:   1 updated\n");
  });

  test("takes plugins of the configuration, and says which are missing", async () => {
    const io = fakeIo({
      files: {
        "a.yaml": "name: A\nactions: [{ action_id: a, action_type: acme }]\n",
        "a.workflow-test.yaml":
          "cases:\n  - name: not mocked\n  - { name: mocked, actions: { a: { output: 1 } } }\n",
      },
    });
    expect(await io.tutti("test")).toBe(1);
    expect(io.out).toContain('Unknown action_type "acme"');
    expect(io.out).toContain("  ✔ mocked");
  });
});

describe("tutti test --watch", () => {
  test("runs again whenever a test or its workflow changes", async () => {
    const io = project();
    const running = io.tutti("test", "--watch");
    await io.said("Watching 2 files; Ctrl-C ends.");
    expect(io.out).toContain("2 passed");
    io.save("review.yaml", REVIEW.replace("title }}", "titel }}"));
    io.save(
      "review.workflow-test.yaml",
      TESTS.replace("title: Tutti }\n      act", "title: Solo }\n      act"),
    );
    await io.said("1 failed");
    io.save("review.workflow-test.yaml", "cases: 5\n");
    await io.said("error[INVALID_TEST_FILE]");
    while (!io.isListening) await new Promise(setImmediate);
    io.interrupt();
    expect(await running).toBe(2);
  });

  test("needs something to watch", async () => {
    const io = fakeIo();
    expect(await io.tutti("test", "--watch")).toBe(2);
    expect(io.err).toContain("There is no file of tests below here.");
  });
});
