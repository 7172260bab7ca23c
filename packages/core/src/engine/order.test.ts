import { action, holds, testOrchestrator, throws, workflow } from "./testing";

describe("the order of actions", () => {
  it("completes an empty workflow at once", async () => {
    const { execute } = await testOrchestrator();
    const { success, execution } = await execute(workflow([]));
    expect([success, execution.status, execution.result, execution.actions]).toEqual([
      true,
      "completed",
      null,
      {},
    ]);
  });

  it("waits for the actions whose data an action reads, whatever the order in the definition", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("fetch", () => ({ text: "hello" }));
    const show = action("show", { config: { text: "{{fetch.text}}" } });
    await execute(workflow([show, action("fetch")]));
    expect(script.order).toEqual(["fetch", "show"]);
    expect(script.of("show")[0]?.config).toEqual({ text: "hello" });
  });

  it("waits for the actions that depends_on names", async () => {
    const { execute, script } = await testOrchestrator();
    await execute(workflow([action("second", { depends_on: "first" }), action("first")]));
    expect(script.order).toEqual(["first", "second"]);
  });

  it("waits for a condition's and a for_each's data too", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("list", () => [1, 2]).on("flag", () => true);
    const fan = action("fan", { condition: "flag", for_each: "{{list}}" });
    await execute(workflow([fan, action("list"), action("flag")]));
    expect(script.order).toEqual(["list", "flag", "fan", "fan"]);
  });

  it("runs independent actions at the same time", async () => {
    const { start, script, ended } = await testOrchestrator();
    script.on("a", holds).on("b", holds);
    const id = await start(workflow([action("a"), action("b")]));
    const [a, b] = await Promise.all([script.started("a"), script.started("b")]);
    b.complete();
    a.complete();
    expect((await ended(id)).status).toBe("completed");
  });

  it("starts an action as soon as what it waits for has ended, without levels", async () => {
    const { start, script, ended } = await testOrchestrator();
    script.on("slow", holds);
    const id = await start(
      workflow([
        action("slow"),
        action("quick"),
        action("after_quick", { depends_on: "quick" }),
        action("last", { depends_on: ["slow", "after_quick"] }),
      ]),
    );
    await script.started("after_quick");
    expect(script.order).toEqual(["slow", "quick", "after_quick"]);
    (await script.started("slow")).complete();
    await ended(id);
    expect(script.order.at(-1)).toBe("last");
  });

  it("waits for all of several dependencies", async () => {
    const { start, script, ended } = await testOrchestrator();
    script.on("a", holds).on("b", holds);
    const id = await start(workflow([action("a"), action("b"), action("join", { depends_on: ["a", "b"] })]));
    (await script.started("b")).complete();
    (await script.started("a")).complete();
    await ended(id);
    expect(script.order).toEqual(["a", "b", "join"]);
  });
});

describe("depends_on with outcomes", () => {
  const branches = workflow(
    [
      action("probe", { on_error: "continue", condition: "run" }),
      action("well", { depends_on: { action: "probe", on: ["completed"] } }),
      action("badly", { depends_on: { action: "probe", on: ["failed"] } }),
      action("never", { depends_on: { action: "probe", on: ["skipped"] } }),
      action("any", { depends_on: { action: "probe", on: ["completed", "failed", "skipped"] } }),
      action("join", { depends_on: ["well", "badly", "never"] }),
    ],
    { parameters: [{ name: "run", type: "boolean" }] },
  );

  it.each([
    ["completed", "well"],
    ["failed", "badly"],
    ["skipped", "never"],
  ])("runs only the branch for %s, and joins again", async (outcome, branch) => {
    const { execute, script } = await testOrchestrator();
    if (outcome === "failed") script.on("probe", throws(new Error("no")));
    const { execution } = await execute(branches, { run: outcome !== "skipped" });
    expect(execution.status).toBe("completed");
    expect(script.order.filter((name) => name !== "probe")).toEqual([branch, "any", "join"]);
    const others = ["well", "badly", "never"].filter((name) => name !== branch);
    expect(others.map((name) => execution.actions[name]?.status)).toEqual(["skipped", "skipped"]);
  });

  it("lets the plain form accept completed, skipped and a tolerated failure", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("fails", throws(new Error("no")));
    const { execution } = await execute(
      workflow([
        action("fails", { on_error: "continue" }),
        action("skips", { condition: false }),
        action("runs"),
        action("last", { depends_on: ["fails", "skips", "runs"] }),
      ]),
    );
    expect(execution.actions.last?.status).toBe("completed");
  });

  it("lets an outcome that depends_on names win over the dependency that data implies", async () => {
    const { execute, script } = await testOrchestrator();
    const reader = action("reader", {
      config: { x: "{{skips.x}}" },
      depends_on: { action: "skips", on: ["completed"] },
    });
    const { execution } = await execute(workflow([action("skips", { condition: "false" }), reader]));
    expect(execution.actions.reader?.status).toBe("skipped");
    expect(script.order).toEqual([]);
  });

  it("does not run a branch on failed of an action whose failure fails the execution", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("a", throws(new Error("no")));
    const { execution } = await execute(
      workflow([action("a"), action("b", { depends_on: { action: "a", on: ["failed"] } })]),
    );
    expect([execution.status, execution.actions.b?.status]).toEqual(["failed", "pending"]);
  });
});

describe("conditions", () => {
  it.each([
    ["true", "completed"],
    ["false", "skipped"],
    ["{{ count > 2 }}", "completed"],
    ["count > 5", "skipped"],
    ["$actions.first.status = 'completed'", "completed"],
  ])("%s gives %s", async (condition, status) => {
    const { execute } = await testOrchestrator();
    const parameters = [{ name: "count", type: "integer" }];
    const { execution } = await execute(
      workflow([action("first"), action("a", { condition, depends_on: "first" })], { parameters }),
      { count: 3 },
    );
    expect(execution.actions.a?.status).toBe(status);
  });

  it("reads as null what was skipped, at any path", async () => {
    const { execute, script } = await testOrchestrator();
    const config = { whole: "{{skips}}", deep: "{{skips.a.b}}", text: "<{{skips.a}}>" };
    const { execution } = await execute(
      workflow([action("skips", { condition: false }), action("a", { config })], {
        outputs: { x: "{{skips.y}}" },
      }),
    );
    expect(script.of("a")[0]?.config).toEqual({ whole: null, deep: null, text: "<>" });
    expect(execution.result).toEqual({ x: null });
  });

  it("reads as null what failed and was tolerated, and shows its error in $actions", async () => {
    const { execute, script } = await testOrchestrator();
    script.on("bad", throws(new Error("no luck")));
    const config = {
      value: "{{bad.x}}",
      code: "{{$actions.bad.error.code}}",
      attempts: "{{$actions.bad.attempts}}",
    };
    await execute(workflow([action("bad", { on_error: "continue" }), action("a", { config })]));
    expect(script.of("a")[0]?.config).toEqual({ value: null, code: "ACTION_FAILED", attempts: 1 });
  });

  it.each(["missing.path.here", "$error('no')"])(
    "fails the action, without running it, when the condition %s can't be evaluated",
    async (condition) => {
      const { execute, script } = await testOrchestrator();
      script.on("missing", () => ({}));
      const parameters = [{ name: "given", type: "object" }];
      const actions = [action("missing"), action("a", { condition, depends_on: "missing" })];
      const { execution } = await execute(workflow(actions, { parameters }), { given: {} });
      expect(execution.status).toBe("failed");
      expect([execution.actions.a?.status, execution.actions.a?.attempts]).toEqual(["failed", 1]);
      expect(script.order).toEqual(["missing"]);
    },
  );

  it("says in the event whether a condition or a dependency made it skip", async () => {
    const { execute, seen } = await testOrchestrator();
    await execute(
      workflow([
        action("a", { condition: false }),
        action("b", { depends_on: { action: "a", on: ["completed"] } }),
      ]),
    );
    const skipped = seen.filter((event) => event.type === "tutti.action.skipped");
    expect(skipped.map(({ data }) => data)).toEqual([
      { action_id: "a", reason: "condition" },
      { action_id: "b", reason: "dependency" },
    ]);
  });
});
