import type { Commit, Storage } from "@tutti/core/runtime";
import { holds, holdsUntilAborted, Script } from "../../script";
import { countingStorage } from "../../storages";
import { same } from "../check";
import { executionOf } from "./bench";
import { action, child, group, needing, scenario, workflow } from "./scenario";
import type { RuntimeSetup } from "./setup";

const goesOn = scenario("goes on with children, which learn nothing of it", async (given) => {
  let id = "";
  const storage = await given.crashed(async ({ create, start, script }) => {
    script.on("inner", holds);
    const inner = await create(
      workflow([action("inner", { config: { key: "{{key}}" } })], {
        outputs: { x: "{{inner}}" },
        parameters: [{ name: "key", type: "string" }],
      }),
    );
    id = await start(workflow([child(inner, { key: "{{$item}}" }, { for_each: ["k"] })]));
  });
  const { script, ended, workflows } = await given.orchestrator({
    storage,
    script: new Script().on("inner", () => "inner"),
  });
  same((await ended(id)).actions.child?.output, [{ x: "inner" }]);
  same((await workflows.listExecutions()).executions.length, 2);
  same(script.of("inner")[0]?.config, { key: "k" });
});

/** A storage as a crash after the given commits leaves it. */
async function cutAfter(
  given: RuntimeSetup,
  { storage, commits }: { storage: Storage; commits: readonly Commit[] },
): Promise<Storage> {
  const cut = await given.storage();
  for (const { workflow_id } of (await storage.listWorkflows({ limit: 1000 })).rows) {
    const record = await storage.getWorkflow(workflow_id);
    if (record !== undefined) await cut.putWorkflow(record);
  }
  for (const commit of commits) await cut.append(commit);
  return cut;
}

const tellsTheParent = scenario(
  "tells the parent of a child that has ended meanwhile, and starts one that was not started yet",
  async (given) => {
    const storage = countingStorage(await given.storage());
    const first = await given.orchestrator({ storage });
    const inner = await first.create(workflow([], { outputs: { x: "{{1}}" } }));
    const { execution } = await first.execute(workflow([child(inner)]));
    const commits = [...storage.commits];
    for (let count = 1; count < commits.length; count++) {
      const cut = await cutAfter(given, { storage, commits: commits.slice(0, count) });
      const { ended } = await given.orchestrator({ storage: cut });
      same([count, (await ended(execution.execution_id)).actions.child?.output], [count, { x: 1 }]);
    }
  },
);

const cancelsTheOrphan = scenario("cancels a child whose parent was cancelled just before", async (given) => {
  const storage = countingStorage(await given.storage());
  const first = await given.orchestrator({ storage });
  first.script.on("inner", holds);
  const inner = await first.create(workflow([action("inner")]));
  const id = await first.start(workflow([child(inner)]));
  await first.script.started("inner");
  await first.workflows.cancelExecution(id, "ada");
  await given.rest();
  const started = storage.commits.find(({ row }) => row.parent_execution_id === id)?.row.execution_id ?? "";
  const lost = storage.commits.findIndex(
    ({ entries, row }) =>
      row.execution_id === started && entries.some(({ type }) => type === "execution.cancelling"),
  );
  const cut = await cutAfter(given, { storage, commits: storage.commits.slice(0, lost) });
  const second = await given.orchestrator({
    storage: cut,
    script: new Script().on("inner", holdsUntilAborted),
  });
  same((await second.ended(started)).status, "cancelled");
});

const startsOneChild = scenario(
  "starts a child once, however often the parent is taken up",
  async (given) => {
    let storage = await given.crashed(async ({ create, workflows, script }) => {
      script.on("inner", holds);
      const inner = await create(workflow([action("inner")]));
      const parent = await create(workflow([child(inner)]));
      executionOf(await workflows.startWorkflow(parent, {}, "ada", { correlationId: "c" }));
      await script.started("inner");
    });
    for (let restarts = 0; restarts < 2; restarts++) {
      const script = new Script().on("inner", holds);
      const { orchestrator } = await given.orchestrator({ storage, script });
      await script.started("inner");
      await stopAtOnce(given, orchestrator);
      storage = await given.reopened(storage, "closed");
    }
    const { workflows } = await given.orchestrator({ storage });
    await given.rest();
    const { executions } = await workflows.listExecutions({ correlation_id: "c" });
    same(
      executions.map(({ status }) => status),
      ["completed", "completed"],
    );
  },
);

async function stopAtOnce(
  given: RuntimeSetup,
  orchestrator: { stop(options: { deadlineMs: number }): Promise<void> },
): Promise<void> {
  const stopped = orchestrator.stop({ deadlineMs: 1 });
  await given.clock.advance(1);
  await stopped;
}

/** What a restart after a crash does about children. */
export const childRecovery = group("children after a crash", [
  ...needing("restart", goesOn, startsOneChild),
  tellsTheParent,
  cancelsTheOrphan,
]);
