import { holds } from "../../script";
import { countingStorage, manualStorage, slowStorage } from "../../storages";
import { same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

const chain = workflow([action("a"), action("b", { depends_on: "a" }), action("c", { depends_on: "b" })]);

/** What must be durable before what. */
export const durability = group("durability", [
  scenario(
    "commits a chain of three actions in four commits: bookkeeping shares the commit of its cause",
    async (given) => {
      const storage = countingStorage(await given.storage());
      const { execute } = await given.orchestrator({ storage });
      await execute(chain);
      same(
        storage.commits.map(({ entries }) => entries.map(({ type }) => type)),
        [
          ["execution.created", "execution.started", "action.started"],
          ["action.completed", "action.started"],
          ["action.completed", "action.started"],
          ["action.completed", "execution.completed"],
        ],
      );
    },
  ),
  scenario("keeps the row of the read model in step with the entries", async (given) => {
    const storage = countingStorage(await given.storage());
    const { execute } = await given.orchestrator({ storage });
    await execute(chain);
    same(
      storage.commits.map(({ row }) => [row.status, row.sequence]),
      [
        ["running", 3],
        ["running", 5],
        ["running", 7],
        ["completed", 9],
      ],
    );
  }),
  scenario("acknowledges nothing, calls nothing and emits nothing before it is durable", async (given) => {
    const storage = manualStorage(await given.storage());
    const { create, workflows, script, seen } = await given.orchestrator({ storage });
    const id = await create(chain);
    let acknowledged = false;
    const started = workflows.startWorkflow(id, {}, "ada").then(() => {
      acknowledged = true;
    });
    await given.rest();
    same([acknowledged, script.order, seen.length, storage.held()], [false, [], 0, 1]);
    storage.release();
    await given.rest();
    same([acknowledged, script.order, seen.length], [true, ["a"], 3]);
    same(storage.held(), 1);
    storage.release();
    await given.rest();
    same([script.order, seen.length], [["a", "b"], 5]);
    await started;
  }),
  scenario(
    "does not run a compensation, a child or a child's cancelling before they are durable",
    async (given) => {
      const storage = manualStorage(await given.storage());
      const { create, workflows, script } = await given.orchestrator({ storage });
      script.on("inner", holds).on("b", holds);
      const inner = await create(workflow([action("inner")]));
      const child = { action_id: "child", action_type: "run_workflow", config: { workflow_id: inner } };
      const compensated = action("a", { compensate: { action_type: "undo", config: {} } });
      const id = await create(workflow([compensated, action("b", { depends_on: "a" }), child]));
      const started = workflows.startWorkflow(id, {}, "ada");
      const release = async (): Promise<void> => {
        await given.rest();
        storage.release();
        await given.rest();
      };
      while (script.of("inner").length === 0) await release();
      const parent = (await started).execution?.execution_id ?? "";
      const cancelled = workflows.cancelExecution(parent, "ada");
      await given.rest();
      same([script.of("undo:a").length, script.of("inner")[0]?.aborted], [0, false]);
      script.of("b")[0]?.fail(new Error("stopped"));
      await release();
      same(script.of("inner")[0]?.aborted, true);
      while (script.of("undo:a").length === 0) await release();
      await cancelled;
    },
  ),
  scenario("settles a request when its answer is durable", async (given) => {
    const storage = manualStorage(await given.storage());
    const { create, workflows, script } = await given.orchestrator({ storage });
    script.on("a", holds);
    const id = await create(chain);
    const start = workflows.startWorkflow(id, {}, "ada");
    await given.rest();
    storage.release();
    const execution = (await start).execution?.execution_id ?? "";
    let isPaused = false;
    const pausing = workflows.pauseExecution(execution, "ada").then(() => {
      isPaused = true;
    });
    await given.rest();
    same(isPaused, false);
    storage.release();
    await pausing;
  }),
  scenario("works as well on a storage that answers later", async (given) => {
    const { execute, seen } = await given.orchestrator({ storage: slowStorage(await given.storage(), 2) });
    const { execution } = await execute(chain);
    same(execution.status, "completed");
    same(
      seen.map(({ sequence }) => sequence),
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
  }),
]);
