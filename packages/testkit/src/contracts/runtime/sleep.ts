import type { Storage } from "@tutti/core/runtime";
import { dyingStorage, wrapStorage } from "../../storages";
import { lacks, same } from "../check";
import { action, child, group, listen, nap, needing, type Scenario, scenario, workflow } from "./scenario";

type ReadingStorage = Storage & { readonly reads: string[] };

/** Notes whose journals are read: what sleeps is read again when it wakes. */
function readingStorage(inner: Storage): ReadingStorage {
  const reads: string[] = [];
  const read: Storage["read"] = (id, from) => {
    reads.push(id);
    return inner.read(id, from);
  };
  return { ...wrapStorage(inner, { read }), reads };
}

/** Forgets what was read so far. */
function forget({ reads }: ReadingStorage): void {
  reads.length = 0;
}

const goesOn = scenario(
  "is read from its journal again when its time has come, and goes on where it was",
  async (given) => {
    const storage = readingStorage(await given.storage());
    const { start, clock, script, until, ended } = await given.orchestrator({ storage });
    const id = await start(
      workflow([
        action("a", { config: { returns: 1 } }),
        nap("nap", { seconds: 60 }, { depends_on: "a" }),
        action("b", { config: { a: "{{a}}" }, depends_on: "nap" }),
      ]),
    );
    await until(id, "waiting");
    forget(storage);
    await clock.advance(60_000);
    same(storage.reads, [id]);
    same((await ended(id)).status, "completed");
    same([script.order, script.of("b")[0]?.config], [["a", "b"], { a: 1 }]);
  },
);

const staysForAMoment = scenario("stays at hand when it goes on within a second", async (given) => {
  const storage = readingStorage(await given.storage());
  const { start, clock, ended } = await given.orchestrator({ storage });
  const id = await start(workflow([nap("nap", { seconds: 0.9 })]));
  forget(storage);
  await clock.advance(900);
  same(storage.reads, []);
  same((await ended(id)).status, "completed");
});

const staysForItsChild = scenario("stays at hand while it waits for a child", async (given) => {
  const storage = readingStorage(await given.storage());
  const { create, start, clock, ended } = await given.orchestrator({ storage });
  const id = await start(workflow([child(await create(workflow([nap("nap", { seconds: 60 })])))]));
  forget(storage);
  await clock.advance(60_000);
  lacks(storage.reads, id);
  same((await ended(id)).status, "completed");
});

const staysForSecrets = scenario("stays at hand when a provider told it secrets", async (given) => {
  const storage = readingStorage(await given.storage());
  const secrets = { get: () => "hunter2" };
  const { start, script, clock, until, ended } = await given.orchestrator({ storage, secrets });
  script.on("echo", () => "it was hunter2");
  const id = await start(
    workflow([
      action("asks", { config: { secret: "{{$secrets.TOKEN}}" } }),
      nap("nap", { seconds: 60 }, { depends_on: "asks" }),
      action("echo", { depends_on: "nap" }),
    ]),
  );
  await until(id, "waiting");
  forget(storage);
  await clock.advance(60_000);
  lacks(storage.reads, id);
  same((await ended(id)).actions.echo?.output, "it was [redacted]");
});

const sleepsOn = scenario("is left asleep by a restart, until its time comes", async (given) => {
  const original = await given.storage();
  const first = await given.orchestrator({ storage: original });
  const napping = await first.start(workflow([nap("nap", { seconds: 60 })]));
  const listening = await first.start(workflow([listen("listen", { signal: "go" })]));
  await first.orchestrator.stop();
  const storage = readingStorage(await given.reopened(original, "closed"));
  const { workflows, ended, clock } = await given.orchestrator({ storage });
  await given.rest();
  same(storage.reads, []);
  await clock.advance(60_000);
  same(storage.reads, [napping]);
  await workflows.signalExecution(listening, "go", null, "ada");
  same([(await ended(napping)).status, (await ended(listening)).status], ["completed", "completed"]);
});

/** Nothing of what is evaluated is lost by a crash after so many commits. */
function evaluatesAgain(commits: number): Scenario {
  const items = { for_each: "{{$map([1, 2], function($n) { $n })}}", config: {} };
  return scenario(
    `goes on with what was being evaluated when a crash came (after commit ${commits})`,
    async (given) => {
      const original = await given.storage();
      const dying = dyingStorage(original, commits);
      const first = await given.orchestrator({ storage: dying });
      // Not waited for: a process that has died answers nobody.
      void first
        .start(
          workflow([
            listen("listen", { signal: "go" }),
            action("b", { condition: "$count([1, 2]) > 1" }),
            action("c", items),
          ]),
        )
        .catch(() => undefined);
      await given.rest();
      same(dying.isDead(), true);
      const storage = await given.reopened(original, "crashed");
      const { script, workflows } = await given.orchestrator({ storage });
      await given.rest();
      const [execution] = (await workflows.listExecutions()).executions;
      const entries = await storage.read(execution?.execution_id ?? "");
      const completed = entries.filter(({ type }) => type.endsWith(".completed"));
      same([execution?.status, completed.length], ["waiting", 4]);
      // What had a durable completion is not run again.
      same(script.calls.length <= 3, true);
    },
  );
}

/** What only waits is not held in memory, and nobody notices. */
export const sleeping = group("an execution that only waits", [
  goesOn,
  staysForAMoment,
  staysForItsChild,
  staysForSecrets,
  scenario("needs no more than one timer, and none while it waits for a signal", async (given) => {
    const { start, clock, workflows } = await given.orchestrator();
    const naps = [nap("nap", { seconds: 60 }), nap("later", { seconds: 90 })];
    const both = await start(workflow(naps, { timeout_seconds: 600 }));
    await start(workflow([listen("listen", { signal: "go" })]));
    same(clock.size, 1);
    await workflows.cancelExecution(both, "ada");
    same(clock.size, 0);
  }),
  scenario("takes signals in their order, also when they come at the same moment", async (given) => {
    const { start, workflows, ended } = await given.orchestrator();
    const id = await start(
      workflow([listen("a", { signal: "go" }), listen("b", { signal: "go" }, { depends_on: "a" })]),
    );
    const answers = await Promise.all([1, 2].map((n) => workflows.signalExecution(id, "go", n, "ada")));
    same(
      answers.map(({ success }) => success),
      [true, true],
    );
    const { actions } = await ended(id);
    same([actions.a?.output, actions.b?.output], [1, 2]);
  }),
  scenario("can be waited for, paused, resumed and cancelled like any other", async (given) => {
    const { start, workflows, get } = await given.orchestrator();
    const id = await start(workflow([listen("listen", { signal: "go" })]));
    const waiting = workflows.waitForExecution(id);
    same((await workflows.pauseExecution(id, "ada")).execution?.status, "paused");
    same((await workflows.resumeExecution(id, "ada")).execution?.status, "waiting");
    await workflows.cancelExecution(id, "ada");
    same((await waiting).execution?.status, "cancelled");
    same((await get(id)).status, "cancelled");
  }),
  scenario("keeps its place under a concurrency limit", async (given) => {
    const { create, workflows, clock, statuses } = await given.orchestrator();
    const id = await create(workflow([nap("nap", { seconds: 60 })], { concurrency: { limit: 1 } }));
    const ids: string[] = [];
    for (let starts = 0; starts < 2; starts++)
      ids.push((await workflows.startWorkflow(id, {}, "ada")).execution?.execution_id ?? "");
    same(await statuses(ids), ["waiting", "pending"]);
    await clock.advance(60_000);
    same(await statuses(ids), ["completed", "waiting"]);
    await clock.advance(60_000);
    same(await statuses(ids), ["completed", "completed"]);
  }),
  ...needing("restart", sleepsOn, ...[1, 2, 3, 4].map(evaluatesAgain)),
]);
