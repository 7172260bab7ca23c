import { holds, throws } from "../../script";
import { failingStorage } from "../../storages";
import { refuses, same } from "../check";
import type { Bench } from "./bench";
import { action, group, type Scenario, scenario, type ScenarioGroup, workflow } from "./scenario";
import type { RuntimeSetup } from "./setup";

const chain = workflow([action("a"), action("b", { depends_on: "a" }), action("c", { depends_on: "b" })]);
const BROKEN = { message: "the disk is full" };

type Breakable = Bench & { readonly breakDown: (isBroken?: boolean) => void };

/** Fails for good, with an error of its own, as a storage does that is damaged. */
async function breakable(given: RuntimeSetup, isLate: boolean): Promise<Breakable> {
  let broken = false;
  const storage = failingStorage(await given.storage(), { isBroken: () => broken, isLate });
  const breakDown = (isBroken = true): void => void (broken = isBroken);
  return { ...(await given.orchestrator({ storage })), breakDown };
}

const failsTheStart = (isLate: boolean): Scenario =>
  scenario("fails the start, and nothing of it exists", async (given) => {
    const { create, workflows, breakDown, script, seen, logs } = await breakable(given, isLate);
    const id = await create(chain);
    breakDown();
    await refuses(() => workflows.startWorkflow(id, {}, "ada", { idempotencyKey: "k" }), BROKEN);
    await refuses(() => workflows.executeWorkflow(id, {}, "ada"), BROKEN);
    same([script.calls, seen, (await workflows.listExecutions()).executions], [[], [], []]);
    same(
      logs.map(({ level }) => level),
      ["error", "error"],
    );
    breakDown(false);
    same((await workflows.executeWorkflow(id, {}, "ada", { idempotencyKey: "k" })).success, true);
  });

const failsRequests = (isLate: boolean): Scenario =>
  scenario("fails a request, and whoever waits for the execution", async (given) => {
    const { start, script, workflows, breakDown, seen } = await breakable(given, isLate);
    script.on("a", holds);
    const id = await start(chain);
    const before = seen.length;
    const waiting = refuses(() => workflows.waitForExecution(id), BROKEN);
    breakDown();
    await refuses(() => workflows.cancelExecution(id, "ada"), BROKEN);
    await waiting;
    await refuses(() => workflows.waitForExecution(id), BROKEN);
    await given.rest();
    same([script.of("a")[0]?.aborted, seen.length], [true, before]);
  });

const startsNothing = (isLate: boolean): Scenario =>
  scenario("does not start what depends on what could not be stored", async (given) => {
    const { start, script, workflows, breakDown, get } = await breakable(given, isLate);
    script.on("a", holds);
    const id = await start(chain);
    const waiting = refuses(() => workflows.waitForExecution(id), BROKEN);
    breakDown();
    (await script.started("a")).complete();
    await waiting;
    same([script.order, (await get(id)).actions.a?.status], [["a"], "running"]);
  });

const goesOnWhenAsked = (isLate: boolean): Scenario =>
  scenario("lets an execution go on where it was as soon as somebody asks something of it", async (given) => {
    const { start, script, workflows, breakDown, ended } = await breakable(given, isLate);
    script.on("a", holds, () => "again");
    const id = await start(chain);
    breakDown();
    (await script.started("a")).complete("lost");
    await given.rest();
    breakDown(false);
    same((await workflows.signalExecution(id, "wake up", null, "ada")).success, true);
    const { status, actions } = await ended(id);
    same([status, actions.a?.output], ["completed", "again"]);
    same(
      script.of("a").map(({ attempt, idempotencyKey }) => [attempt, idempotencyKey]),
      [
        [1, `${id}:a`],
        [1, `${id}:a`],
      ],
    );
  });

const freesThePlace = (isLate: boolean): Scenario =>
  scenario("gives the place under a concurrency limit to the next", async (given) => {
    const { create, script, workflows, breakDown } = await breakable(given, isLate);
    script.on("a", throws(new Error("no")));
    const id = await create(workflow([action("a")], { concurrency: { limit: 1 } }));
    breakDown();
    await refuses(() => workflows.startWorkflow(id, {}, "ada"), BROKEN);
    breakDown(false);
    same((await workflows.executeWorkflow(id, {}, "ada")).execution?.status, "failed");
  });

const refusing = (how: string, isLate: boolean): ScenarioGroup =>
  group(
    `a storage that refuses ${how}`,
    [failsTheStart, failsRequests, startsNothing, goesOnWhenAsked, freesThePlace].map((make) => make(isLate)),
  );

/** A storage that refuses a commit while it is asked. */
export const refusalAtOnce = refusing("at once", false);

/** A storage that refuses a commit by a promise. */
export const refusalLater = refusing("later", true);
