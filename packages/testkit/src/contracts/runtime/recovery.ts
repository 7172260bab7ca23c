import { holds, Script, throws } from "../../script";
import { matches, same } from "../check";
import { action, group, listen, nap, needing, scenario, undo, workflow } from "./scenario";

const goesOnWhereItWas = scenario(
  "runs again, with the same key, only what had no durable completion",
  async (given) => {
    let id = "";
    let key = "";
    const storage = await given.crashed(async ({ start, script }) => {
      script.on("b", holds);
      id = await start(
        workflow([
          action("a", { config: { returns: "A" } }),
          action("b", { depends_on: "a" }),
          action("c", { config: { a: "{{a}}", b: "{{b}}" } }),
        ]),
      );
      key = (await script.started("b")).idempotencyKey;
    });
    const { script, ended } = await given.orchestrator({ storage, script: new Script().on("b", () => "B") });
    matches((await ended(id)).actions.b, { status: "completed", attempts: 1 });
    same(script.order, ["b", "c"]);
    same([key, script.of("b")[0]?.idempotencyKey], [`${id}:b`, `${id}:b`]);
    same(script.of("c")[0]?.config, { a: "A", b: "B" });
  },
);

const LATE = { initial_interval_ms: 100_000, max_interval_ms: 100_000, jitter: false };

const rearmsTimers = scenario(
  "re-arms waits, retries, timeouts of signals and of the whole execution",
  async (given) => {
    const ids: string[] = [];
    const storage = await given.crashed(async ({ start, script }) => {
      script.on("flaky", throws(new Error("once")));
      ids.push(
        await start(workflow([nap("nap", { seconds: 100 })])),
        await start(workflow([listen("listen", { signal: "go", timeout_seconds: 100 })])),
        await start(workflow([action("flaky", { retry: LATE })])),
        await start(workflow([nap("nap", { seconds: 1000 })], { timeout_seconds: 100 })),
      );
    });
    await given.clock.advance(60_000);
    const { get, script, statuses } = await given.orchestrator({ storage });
    await given.clock.advance(39_999);
    same(await statuses(ids), ["waiting", "waiting", "waiting", "waiting"]);
    await given.clock.advance(1);
    const ended = await Promise.all(ids.map(get));
    same(
      ended.map(({ status, error }) => [status, error?.code ?? null]),
      [
        ["completed", null],
        ["failed", "SIGNAL_TIMEOUT"],
        ["completed", null],
        ["failed", "EXECUTION_TIMEOUT"],
      ],
    );
    same(
      script.of("flaky").map(({ attempt }) => attempt),
      [2],
    );
  },
);

const firesWhatIsDue = scenario("fires at once what came due while nothing ran", async (given) => {
  let id = "";
  const storage = await given.crashed(async ({ start }) => {
    id = await start(workflow([nap("nap", { seconds: 5 })]));
  });
  await given.clock.advance(60_000);
  const { ended } = await given.orchestrator({ storage });
  same((await ended(id)).status, "completed");
});

const keepsSignals = scenario("keeps early signals, listeners and pauses", async (given) => {
  let id = "";
  const storage = await given.crashed(async ({ start, script, workflows }) => {
    script.on("a", holds);
    const actions = [
      action("a"),
      listen("listen", { signal: "go" }, { depends_on: "a" }),
      listen("other", { signal: "stop" }),
    ];
    id = await start(workflow(actions));
    await workflows.signalExecution(id, "go", "early", "ada");
    await workflows.pauseExecution(id, "ada");
  });
  const { script, workflows, get, ended } = await given.orchestrator({ storage });
  await given.rest();
  same([(await get(id)).status, script.order], ["paused", ["a"]]);
  await workflows.signalExecution(id, "stop", "late", "ada");
  await workflows.resumeExecution(id, "ada");
  const { actions } = await ended(id);
  same([actions.listen?.output, actions.other?.output], ["early", "late"]);
});

const goesOnWithItems = scenario("goes on with the items that were open", async (given) => {
  let id = "";
  const storage = await given.crashed(async ({ start, script }) => {
    script.on("source", () => ["x", "y", "z"]).on("fan", ({ index, held }) => (index === 1 ? held : index));
    const fan = { for_each: "{{source}}", max_concurrency: 2, config: { item: "{{$item}}" } };
    id = await start(workflow([action("source"), action("fan", fan)]));
  });
  const { script, ended } = await given.orchestrator({
    storage,
    script: new Script().on("fan", () => "new"),
  });
  same((await ended(id)).actions.fan?.output, [0, "new", 2]);
  same(
    script.calls.map(({ index, config }) => [index, config.item]),
    [[1, "y"]],
  );
});

const goesOnCompensating = scenario("goes on compensating where it was", async (given) => {
  let id = "";
  const storage = await given.crashed(async ({ start, script }) => {
    script.on("undo:a", holds).on("c", throws(new Error("no")));
    id = await start(
      workflow([
        action("a", { for_each: ["x"], ...undo({ x: "{{$item}}" }) }),
        action("b", { depends_on: "a", ...undo() }),
        action("c", { depends_on: "b" }),
      ]),
    );
  });
  const { script, ended } = await given.orchestrator({ storage });
  same((await ended(id)).status, "failed");
  same(
    script.calls.map(({ name, config, idempotencyKey }) => [name, config, idempotencyKey]),
    [["undo:a", { x: "x" }, `compensation:${id}:a:0`]],
  );
});

const keepsTurns = scenario(
  "keeps the order of those that wait for their turn, and the places of those that run",
  async (given) => {
    const ids: string[] = [];
    const storage = await given.crashed(async ({ create, script, workflows }) => {
      script.on("a", holds);
      const id = await create(workflow([action("a")], { concurrency: { limit: 1 } }));
      for (let count = 0; count < 3; count++)
        ids.push((await workflows.startWorkflow(id, {}, "ada")).execution?.execution_id ?? "");
    });
    const { script, statuses } = await given.orchestrator({
      storage,
      script: new Script().on("a", holds),
    });
    same(await statuses(ids), ["running", "pending", "pending"]);
    script.calls[0]?.complete();
    same(await statuses(ids), ["completed", "running", "pending"]);
  },
);

const failsWhatIsGone = scenario("fails an action whose type no plugin brings any more", async (given) => {
  let id = "";
  const storage = await given.crashed(async ({ start, script }) => {
    script.on("a", holds);
    id = await start(workflow([action("a", undo())]));
  });
  const { ended } = await given.orchestrator({ storage, isBare: true });
  matches((await ended(id)).error, { code: "ACTION_TYPE_UNAVAILABLE", action_id: "a" });
});

const answersForTheEnded = scenario(
  "tells of what had ended before as it told then, with its events",
  async (given) => {
    let before: unknown;
    let id = "";
    const storage = await given.crashed(async ({ execute, get, history }) => {
      const { execution } = await execute(workflow([action("a", { config: { returns: [0, "", null] } })]));
      id = execution.execution_id;
      before = [await get(id), await history(id)];
    });
    const { get, history, script } = await given.orchestrator({ storage });
    await given.rest();
    same([await get(id), await history(id)], before);
    same(script.calls, []);
  },
);

const findsStarts = scenario("finds the executions of idempotency keys", async (given) => {
  let workflowId = "";
  let id: string | undefined;
  const storage = await given.crashed(async ({ create, workflows, script }) => {
    script.on("a", holds);
    workflowId = await create(workflow([action("a")]));
    const started = await workflows.startWorkflow(workflowId, {}, "ada", { idempotencyKey: "k" });
    id = started.execution?.execution_id;
  });
  const { workflows } = await given.orchestrator({ storage });
  const again = await workflows.startWorkflow(workflowId, {}, "ada", { idempotencyKey: "k" });
  same(again.execution?.execution_id, id);
});

const goesOnAfterRetry = scenario("goes on with an execution that was retried", async (given) => {
  let id = "";
  const storage = await given.crashed(async ({ start, ended, script, workflows }) => {
    script.on("b", throws(new Error("no")), holds);
    id = await start(workflow([action("a", undo()), action("b", { depends_on: "a" })]));
    await ended(id);
    await workflows.retryExecution(id, "ada");
    await script.started("b", 2);
  });
  const { script, ended } = await given.orchestrator({ storage });
  matches(await ended(id), { status: "completed", actions: { b: { attempts: 2 } } });
  same(
    script.calls.map(({ name, idempotencyKey }) => [name, idempotencyKey]),
    [["b", `${id}:b`]],
  );
});

const readsValues = scenario(
  "reads outputs as they were, 0, false, an empty text and null too",
  async (given) => {
    const values = { zero: 0, no: false, empty: "", none: null, list: [], map: {} };
    let id = "";
    const storage = await given.crashed(async ({ start, script }) => {
      script.on("b", holds);
      const config = {
        all: "{{a}}",
        zero: "{{a.zero}}",
        no: "{{a.no}}",
        empty: "{{a.empty}}",
        none: "{{a.none}}",
      };
      id = await start(
        workflow([
          action("a", { config: { returns: values } }),
          action("b", { depends_on: "a" }),
          action("c", { config, depends_on: "b" }),
        ]),
      );
    });
    const { script, ended } = await given.orchestrator({ storage });
    same((await ended(id)).actions.a?.output, values);
    same(script.of("c")[0]?.config, { all: values, zero: 0, no: false, empty: "", none: null });
  },
);

const keepsRevision = scenario(
  "goes on with the revision that an execution was started with",
  async (given) => {
    let id = "";
    const storage = await given.crashed(async ({ start, get, script, workflows }) => {
      script.on("a", holds);
      id = await start(workflow([action("a"), action("old", { depends_on: "a" })]));
      const { workflow_id } = await get(id);
      await workflows.updateWorkflow(workflow_id, { actions: [action("a"), action("new")] }, "ada");
      await workflows.deleteWorkflow(workflow_id);
    });
    const { script, ended } = await given.orchestrator({ storage });
    matches(await ended(id), { status: "completed", workflow_revision: 1 });
    same(script.order, ["a", "old"]);
  },
);

/** What a restart after a crash goes on with. */
export const recovery = group(
  "after a crash",
  needing(
    "restart",
    goesOnWhereItWas,
    rearmsTimers,
    firesWhatIsDue,
    keepsSignals,
    goesOnWithItems,
    goesOnCompensating,
    keepsTurns,
    failsWhatIsGone,
    answersForTheEnded,
    findsStarts,
    goesOnAfterRetry,
    readsValues,
    keepsRevision,
  ),
);
