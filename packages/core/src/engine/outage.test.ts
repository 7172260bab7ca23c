import { TuttiError } from "../errors";
import { memory } from "../memory";
import type { JournalEntry, Storage } from "../ports";
import { action, holds, settle, testOrchestrator, workflow, wrapStorage } from "./testing";

/** A storage whose disk can be full: nothing is stored then, as the port asks for. */
function diskStorage() {
  const inner = memory();
  const disk = { isFull: false };
  const store = <T>(work: () => T): T => {
    if (disk.isFull)
      throw TuttiError.of("STORAGE_UNAVAILABLE", { storage: "tutti.db", reason: "the disk is full" });
    return work();
  };
  const storage = wrapStorage(inner, {
    append: (commit) => store(() => inner.append(commit)),
    probe: () => store(() => inner.probe()),
  });
  return { storage, disk };
}

const chain = workflow([action("a"), action("b", { depends_on: "a" })]);
const code = "STORAGE_UNAVAILABLE";

describe("while the storage takes nothing", () => {
  it("whoever asks learns it, and what was running goes on by itself when there is space again", async () => {
    const { storage, disk } = diskStorage();
    const { create, start, script, workflows, clock, ended } = await testOrchestrator({ storage });
    script.on("a", holds, () => "again");
    const id = await start(chain);
    const waiting = expect(workflows.waitForExecution(id)).rejects.toMatchObject({ code });
    disk.isFull = true;
    (await script.started("a")).complete("lost");
    await waiting;
    await expect(workflows.startWorkflow(await create(chain), {}, "ada")).rejects.toMatchObject({ code });
    await clock.advance(10_000);
    disk.isFull = false;
    await clock.advance(30_000);
    const { status, actions } = await ended(id);
    expect([status, actions.a?.output, script.order]).toEqual(["completed", "again", ["a", "a", "b"]]);
    expect((await workflows.listExecutions()).executions.length).toBe(1);
  });

  it("a start is a start once its first commit is stored, whatever becomes of the next", async () => {
    const { storage, disk } = diskStorage();
    const filling = wrapStorage(storage, {
      append(commit) {
        const answer = storage.append(commit);
        disk.isFull = true;
        return answer;
      },
    });
    const { create, workflows, clock, ended } = await testOrchestrator({ storage: filling });
    const id = await create(chain);
    const started = await workflows.startWorkflow(id, {}, "ada");
    expect(started).toMatchObject({ success: true, execution: { workflow_id: id } });
    await expect(workflows.startWorkflow(id, {}, "ada")).rejects.toMatchObject({ code });
    expect((await workflows.listExecutions()).executions).toHaveLength(1);
    for (let commits = 0; commits < 10; commits++) {
      disk.isFull = false;
      await clock.advance(60_000);
    }
    expect((await ended(started.execution?.execution_id ?? "")).status).toBe("completed");
  });

  it("is asked again more and more seldom, and not at all after a stop", async () => {
    const { storage, disk } = diskStorage();
    let probes = 0;
    const probe = (): void => {
      probes += 1;
      void storage.probe();
    };
    const { orchestrator, start, script, clock } = await testOrchestrator({
      storage: wrapStorage(storage, { probe }),
    });
    script.on("a", holds);
    await start(chain);
    disk.isFull = true;
    (await script.started("a")).complete();
    await clock.advance(61_000);
    expect(probes).toBe(6);
    await orchestrator.stop();
    await clock.advance(1_000_000);
    expect([probes, clock.size]).toEqual([6, 0]);
  });

  it("a parent waits on for a child that stands still", async () => {
    const { storage, disk } = diskStorage();
    const { create, start, script, clock, ended } = await testOrchestrator({ storage });
    script.on("a", holds, () => "again");
    const inner = await create(workflow([action("a")], { outputs: { a: "{{a}}" } }));
    const id = await start(
      workflow([{ action_id: "child", action_type: "run_workflow", config: { workflow_id: inner } }]),
    );
    const call = await script.started("a");
    disk.isFull = true;
    call.complete("lost");
    await settle();
    disk.isFull = false;
    await clock.advance(1_000);
    expect((await ended(id)).actions.child?.output).toEqual({ a: "again" });
  });

  it("keeps the place of what stands still under a concurrency limit", async () => {
    const { storage, disk } = diskStorage();
    const { create, workflows, script, clock, get } = await testOrchestrator({ storage });
    script.on("a", holds);
    const id = await create(workflow([action("a")], { concurrency: { limit: 1 } }));
    const begin = async () => (await workflows.startWorkflow(id, {}, "ada")).execution?.execution_id ?? "";
    const [first, second] = [await begin(), await begin()];
    disk.isFull = true;
    (await script.started("a")).complete();
    await settle();
    disk.isFull = false;
    await clock.advance(1_000);
    expect([(await get(first)).status, (await get(second)).status]).toEqual(["running", "pending"]);
    (await script.started("a", 2)).complete();
    await settle();
    expect([(await get(first)).status, (await get(second)).status]).toEqual(["completed", "running"]);
  });
});

/** A storage in which one execution's journal can be damaged. */
function damageable() {
  const inner = memory();
  const damage = new Map<string, (entries: readonly JournalEntry[]) => readonly JournalEntry[]>();
  const read: Storage["read"] = async (id, from) => {
    const entries = await inner.read(id, from);
    return damage.get(id)?.(entries) ?? entries;
  };
  return { storage: wrapStorage(inner, { read }), damage };
}

describe("a journal that can't be read", () => {
  const replaceSecond = (entry: Partial<JournalEntry>) => (entries: readonly JournalEntry[]) =>
    entries.map((one) => (one.sequence === 2 ? { ...one, ...entry } : one));

  it.each([
    [
      "an entry is missing",
      (entries: readonly JournalEntry[]) => entries.filter(({ sequence }) => sequence !== 2),
    ],
    ["an entry is of an unknown kind", replaceSecond({ type: "execution.exploded" })],
    [
      "an entry does not fit",
      replaceSecond({ type: "action.completed", data: { action_id: "nobody", attempt: 1 } }),
    ],
    ["it begins in the middle", (entries: readonly JournalEntry[]) => entries.slice(1)],
  ])("fails its own execution because %s; all others go on", async (_why, spoil) => {
    const { storage, damage } = damageable();
    const first = await testOrchestrator({ storage });
    first.script.on("a", holds);
    const [broken, whole] = [await first.start(chain), await first.start(chain)];
    await first.orchestrator.stop({ deadlineMs: 0 });
    damage.set(broken, spoil);
    const second = await testOrchestrator({ storage });
    expect((await second.ended(whole)).status).toBe("completed");
    const { executions } = await second.workflows.listExecutions({ status: "failed" });
    expect(executions.map(({ execution_id, error }) => [execution_id, error?.code])).toEqual([
      [broken, "CORRUPT_JOURNAL"],
    ]);
    await expect(second.workflows.getExecution(broken)).rejects.toMatchObject({ code: "CORRUPT_JOURNAL" });
  });

  it("fails an execution that was asleep when it is to wake up", async () => {
    const { storage, damage } = damageable();
    const { start, clock, workflows, until } = await testOrchestrator({ storage });
    const id = await start(workflow([{ action_id: "nap", action_type: "wait", config: { seconds: 60 } }]));
    await until(id, "waiting");
    damage.set(id, replaceSecond({ type: "nonsense" }));
    const waiting = expect(workflows.waitForExecution(id)).rejects.toMatchObject({ code: "CORRUPT_JOURNAL" });
    await clock.advance(60_000);
    await waiting;
    expect((await workflows.listExecutions()).executions[0]?.status).toBe("failed");
  });

  it("says so in the log when even the failure can't be stored", async () => {
    const { storage, damage } = damageable();
    const first = await testOrchestrator({ storage });
    first.script.on("a", holds);
    const id = await first.start(chain);
    await first.orchestrator.stop({ deadlineMs: 0 });
    damage.set(id, (entries) => entries.slice(1));
    const append: Storage["append"] = () => {
      throw new Error("no");
    };
    const { logs } = await testOrchestrator({ storage: wrapStorage(storage, { append }) });
    expect(logs.map(({ message }) => message)).toEqual([
      "An execution can't be read and has failed.",
      "Its failure could not be stored.",
    ]);
  });
});

it("an execution that can't be read when it is to wake up goes on once the storage can be read", async () => {
  const inner = memory();
  const disk = { isBroken: false };
  const unreadable = (): void => {
    if (disk.isBroken)
      throw TuttiError.of("STORAGE_UNAVAILABLE", { storage: "tutti.db", reason: "I/O error" });
  };
  const storage = wrapStorage(inner, {
    read: (id, from) => (unreadable(), inner.read(id, from)),
    getExecution: (id) => (unreadable(), inner.getExecution(id)),
    probe: unreadable,
  });
  const { start, clock, workflows, ended, until } = await testOrchestrator({ storage });
  const id = await start(workflow([{ action_id: "nap", action_type: "wait", config: { seconds: 60 } }]));
  await until(id, "waiting");
  const waiting = expect(workflows.waitForExecution(id)).rejects.toMatchObject({ code });
  disk.isBroken = true;
  await clock.advance(60_000);
  await waiting;
  disk.isBroken = false;
  await clock.advance(30_000);
  expect((await ended(id)).status).toBe("completed");
});

it("a storage that lists the same unfinished executions again is refused, not read for ever", async () => {
  const inner = memory();
  const first = await testOrchestrator({ storage: inner });
  first.script.on("a", holds);
  await first.start(chain);
  await first.orchestrator.stop({ deadlineMs: 0 });
  const storage = wrapStorage(inner, { unfinished: () => inner.unfinished() });
  await expect(testOrchestrator({ storage })).rejects.toMatchObject({ code: "STORAGE_CORRUPT" });
});
