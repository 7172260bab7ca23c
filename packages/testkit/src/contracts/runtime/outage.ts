import { TuttiError } from "@tutti/core";
import type { Storage } from "@tutti/core/runtime";
import { holds } from "../../script";
import { failingStorage, wrapStorage } from "../../storages";
import { refuses, same } from "../check";
import { type Bench, executionOf } from "./bench";
import { action, child, group, nap, scenario, workflow } from "./scenario";
import type { RuntimeSetup } from "./setup";

const chain = workflow([action("a"), action("b", { depends_on: "a" })]);
const UNAVAILABLE = { code: "STORAGE_UNAVAILABLE" };

const diskFull = (): TuttiError =>
  TuttiError.of("STORAGE_UNAVAILABLE", { storage: "test", reason: "the disk is full" });

interface Disk {
  isFull: boolean;
  /** How often it was asked whether there is space again. */
  probes: number;
}

/** An orchestrator on a disk that can be full: nothing is stored then, as the port asks for. */
async function onDisk(given: RuntimeSetup): Promise<Bench & { readonly disk: Disk }> {
  const disk: Disk = { isFull: false, probes: 0 };
  const failing = failingStorage(await given.storage(), { isBroken: () => disk.isFull, error: diskFull() });
  const probe: Storage["probe"] = () => {
    disk.probes += 1;
    return failing.probe();
  };
  return { ...(await given.orchestrator({ storage: wrapStorage(failing, { probe }) })), disk };
}

/** What happens while the storage takes nothing, and afterwards. */
export const outage = group("while the storage takes nothing", [
  scenario(
    "whoever asks learns it, and what was running goes on by itself when there is space again",
    async (given) => {
      const { create, start, script, workflows, clock, ended, disk } = await onDisk(given);
      script.on("a", holds, () => "again");
      const id = await start(chain);
      const waiting = refuses(() => workflows.waitForExecution(id), UNAVAILABLE);
      disk.isFull = true;
      (await script.started("a")).complete("lost");
      await waiting;
      const other = await create(chain);
      await refuses(() => workflows.startWorkflow(other, {}, "ada"), UNAVAILABLE);
      await clock.advance(10_000);
      disk.isFull = false;
      await clock.advance(30_000);
      const { status, actions } = await ended(id);
      same([status, actions.a?.output, script.order], ["completed", "again", ["a", "a", "b"]]);
      same((await workflows.listExecutions()).executions.length, 1);
    },
  ),
  scenario(
    "a start is a start once its first commit is stored, whatever becomes of the next",
    async (given) => {
      const disk = { isFull: false };
      const failing = failingStorage(await given.storage(), {
        isBroken: () => disk.isFull,
        error: diskFull(),
      });
      const append: Storage["append"] = (commit) => {
        const answer = failing.append(commit);
        disk.isFull = true;
        return answer;
      };
      const { create, workflows, clock, ended } = await given.orchestrator({
        storage: wrapStorage(failing, { append }),
      });
      const id = await create(chain);
      const started = executionOf(await workflows.startWorkflow(id, {}, "ada"));
      same(started.workflow_id, id);
      await refuses(() => workflows.startWorkflow(id, {}, "ada"), UNAVAILABLE);
      same((await workflows.listExecutions()).executions.length, 1);
      for (let commits = 0; commits < 10; commits++) {
        disk.isFull = false;
        await clock.advance(60_000);
      }
      same((await ended(started.execution_id)).status, "completed");
    },
  ),
  scenario("it is asked again more and more seldom, and not at all after a stop", async (given) => {
    const { orchestrator, start, script, clock, disk } = await onDisk(given);
    script.on("a", holds);
    await start(chain);
    disk.isFull = true;
    (await script.started("a")).complete();
    await clock.advance(61_000);
    same(disk.probes, 6);
    await orchestrator.stop();
    await clock.advance(1_000_000);
    same([disk.probes, clock.size], [6, 0]);
  }),
  scenario("a parent waits on for a child that stands still", async (given) => {
    const { create, start, script, clock, ended, disk } = await onDisk(given);
    script.on("a", holds, () => "again");
    const inner = await create(workflow([action("a")], { outputs: { a: "{{a}}" } }));
    const id = await start(workflow([child(inner)]));
    disk.isFull = true;
    (await script.started("a")).complete("lost");
    await given.rest();
    disk.isFull = false;
    await clock.advance(1_000);
    same((await ended(id)).actions.child?.output, { a: "again" });
  }),
  scenario("what stands still keeps its place under a concurrency limit", async (given) => {
    const { create, workflows, script, clock, statuses, disk } = await onDisk(given);
    script.on("a", holds);
    const id = await create(workflow([action("a")], { concurrency: { limit: 1 } }));
    const ids: string[] = [];
    for (let starts = 0; starts < 2; starts++)
      ids.push(executionOf(await workflows.startWorkflow(id, {}, "ada")).execution_id);
    disk.isFull = true;
    (await script.started("a")).complete();
    await given.rest();
    disk.isFull = false;
    await clock.advance(1_000);
    same(await statuses(ids), ["running", "pending"]);
    (await script.started("a", 2)).complete();
    same(await statuses(ids), ["completed", "running"]);
  }),
  scenario("what can't be read when it is to wake up goes on once it can be read", async (given) => {
    const inner = await given.storage();
    let isBroken = false;
    const readable = (): void => {
      if (isBroken) throw diskFull();
    };
    const storage = wrapStorage(inner, {
      read: (id, from) => (readable(), inner.read(id, from)),
      getExecution: (id) => (readable(), inner.getExecution(id)),
      probe: () => (readable(), inner.probe()),
    });
    const { start, clock, workflows, ended, until } = await given.orchestrator({ storage });
    const id = await start(workflow([nap("nap", { seconds: 60 })]));
    await until(id, "waiting");
    const waiting = refuses(() => workflows.waitForExecution(id), UNAVAILABLE);
    isBroken = true;
    await clock.advance(60_000);
    await waiting;
    isBroken = false;
    await clock.advance(30_000);
    same((await ended(id)).status, "completed");
  }),
]);
