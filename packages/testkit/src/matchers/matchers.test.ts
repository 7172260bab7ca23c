import type { ExecutionResult } from "@tutti/core";
import * as kit from "../index";

const { anAction, aWorkflow, createTestOrchestrator, matchers, Script, throws } = kit;

expect.extend(matchers);

const definition = aWorkflow("Review")
  .withParameter("deep", "boolean", { default_value: false })
  .withActions(
    anAction("fetch").withConfig({ returns: { pages: 3 } }),
    anAction("left").after("fetch"),
    anAction("right").after("fetch"),
    anAction("more").when("{{deep}}").after("fetch"),
    anAction("last").after("left", "right"),
  )
  .withOutput("pages", "{{fetch.pages}}")
  .build();

let test: kit.TestOrchestrator;
let good: ExecutionResult;
let bad: ExecutionResult;

beforeAll(async () => {
  test = await createTestOrchestrator({ script: new Script() });
  good = await test.execute(definition);
  test.script.on("left", throws(new Error("torn")));
  bad = await test.execute(definition);
  test.mesh.service("billing").on("POST", "/invoices").reply(null);
  await test.mesh.getClient("billing").makeRequest("POST", "/invoices", { amount: 3 });
});
afterAll(() => test.stop());

describe("what holds passes", () => {
  it("in expect", () => {
    expect(good).toHaveCompleted();
    expect(good.execution).toHaveCompleted();
    expect(bad).not.toHaveCompleted();
    expect(bad).toHaveFailedWith("ACTION_FAILED");
    expect(bad).not.toHaveFailedWith("OTHER");
    expect(good).toHaveRunActions(["fetch", "left", "last"]);
    expect(good).toHaveRunActions(["fetch", ["right", "left"], "last"]);
    expect(good).not.toHaveRunActions(["last", "fetch"]);
    expect(good).toHaveSkipped("more");
    expect(good).not.toHaveSkipped("fetch");
    expect(good).toHaveOutput({ pages: 3 });
    expect(good).toHaveOutput("fetch", { pages: expect.any(Number) as number });
    expect(good).not.toHaveOutput("fetch", { pages: 4 });
    expect(test.mesh).toHaveReceived("billing", "post", "/invoices");
    expect(test).toHaveReceived("billing", "POST", "/invoices", expect.objectContaining({ amount: 3 }));
    expect(test.mesh).not.toHaveReceived("billing", "POST", "/invoices", { amount: 4 });
  });

  it("in plain assertions", () => {
    expect.assertions(0);
    kit.assertCompleted(good);
    kit.assertFailedWith(bad, "ACTION_FAILED");
    kit.assertRanActions(good, ["fetch", ["left", "right"], "last"]);
    kit.assertSkipped(good, "more");
    kit.assertOutput(good, { pages: 3 });
    kit.assertOutput(good, "fetch", { pages: 3 });
    kit.assertReceived(test, "billing", "POST", "/invoices", { amount: 3 });
  });
});

describe("what does not hold shows what happened", () => {
  it.each<[string, () => void, RegExp]>([
    [
      "toHaveCompleted",
      () => expect(bad).toHaveCompleted(),
      /^Expected to have completed\.\nExecution "Review" .* failed: ACTION_FAILED/,
    ],
    [
      "not.toHaveCompleted",
      () => expect(good).not.toHaveCompleted(),
      /^Expected not to have completed\.\nExecution "Review"/,
    ],
    ["toHaveFailedWith", () => expect(good).toHaveFailedWith("X"), /^Expected to have failed with X\./],
    [
      "toHaveRunActions",
      () => expect(good).toHaveRunActions(["more", "fetch"]),
      /to have run more, then fetch\.\nDid not run: more\.\n\nExecution/,
    ],
    [
      "the order of toHaveRunActions",
      () => expect(good).toHaveRunActions([["last", "left"], "fetch"]),
      /to have run \[last, left\], then fetch\.\n"fetch" started before "last"\./,
    ],
    [
      "toHaveSkipped",
      () => expect(good).toHaveSkipped("fetch"),
      /to have skipped "fetch"\.\nIt is completed\./,
    ],
    [
      "toHaveOutput",
      () => expect(good).toHaveOutput({}),
      /to have the result \{\}\.\nIt is \{ pages: 3 \}\./,
    ],
    [
      "toHaveOutput of an action",
      () => expect(good).toHaveOutput("fetch", 1),
      /to have given, by "fetch", 1\.\nIt is \{ pages: 3 \}/,
    ],
    [
      "toHaveReceived",
      () => expect(test).toHaveReceived("billing", "POST", "/invoices", 1),
      /to have received POST \/invoices with 1 for "billing"\.\nCalls:\n {2}POST \/invoices to "billing" \{"amount":3\}/,
    ],
    ["assertCompleted", () => kit.assertCompleted(bad), /\+0 ms +left +failed, attempt 1: ACTION_FAILED/],
  ])("%s", (_name, check, message) => expect(check).toThrow(message));

  it("with the error of node:assert, in plain assertions", () => {
    expect(() => kit.assertCompleted(bad)).toThrow(
      expect.objectContaining({ code: "ERR_ASSERTION" }) as Error,
    );
  });

  it("orders by time once the events are gone", async () => {
    const other = await createTestOrchestrator();
    const { execution } = await other.execute(
      aWorkflow()
        .withActions(
          anAction("wait").ofType("wait").withConfig({ seconds: 1 }),
          anAction("then").after("wait"),
        )
        .build(),
    );
    await other.stop();
    expect(execution).toHaveRunActions(["wait", "then"]);
    expect(execution).not.toHaveRunActions(["then", "wait"]);
  });
});

describe("a subject that is none is said so", () => {
  it.each<[string, () => void, RegExp]>([
    [
      "a promise",
      () => expect(Promise.resolve(good)).toHaveCompleted(),
      /this is a promise, so await it first/,
    ],
    [
      "nothing",
      () => expect(undefined).toHaveCompleted(),
      /toHaveCompleted takes an execution, .* this is undefined/,
    ],
    [
      "a refused start",
      () => expect({ success: false, execution: null, message: "Unknown workflow." }).toHaveCompleted(),
      /there is no execution: Unknown workflow/,
    ],
    [
      "no mesh",
      () => expect(3).toHaveReceived("a", "GET", "/"),
      /takes a MockServiceMesh or a test orchestrator; this is number/,
    ],
    [
      "no such action",
      () => expect(good).toHaveSkipped("mroe"),
      /no action "mroe"; it has: fetch, left, right, more, last/,
    ],
  ])("%s", (_name, check, message) => expect(check).toThrow(message));

  it("also by matchers that get no context", () => {
    const match = matchers.toHaveOutput.call({}, good, { pages: 3 });
    expect(match.pass).toBe(true);
  });
});
