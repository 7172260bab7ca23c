import { systemIds } from "../di/system";
import { memory } from "../memory";
import {
  countingStorage,
  dyingStorage,
  everything,
  finishEverything as finish,
  prepareEverything as prepare,
  Script,
  settle,
  testOrchestrator,
  type TestOrchestrator,
  VirtualClock,
} from "./testing";

const statusesOf = ({ status, actions, error }: Awaited<ReturnType<TestOrchestrator["get"]>>): unknown => ({
  status,
  error: error?.message,
  actions: Object.fromEntries(
    Object.entries(actions).map(([name, one]) => [
      name,
      [one.status, name === "nap" ? "some time" : one.output, one.items ?? null],
    ]),
  ),
});

describe("a crash after any commit of a workflow that uses every feature", () => {
  it("ends as it would have ended, and runs nothing again that was durable", async () => {
    const whole = countingStorage(memory());
    const reference = await testOrchestrator({ storage: whole });
    const id = await everything(reference);
    await settle();
    await finish(reference, id);
    const expected = statusesOf(await reference.get(id));
    expect(expected).toMatchObject({ status: "failed", error: 'Action "last" failed: the end.' });
    expect(whole.commits.length).toBeGreaterThan(20);

    for (let commits = 1; commits < whole.commits.length; commits++) {
      const inner = memory();
      const virtual = new VirtualClock();
      const storage = dyingStorage(inner, commits);
      const first = await testOrchestrator({ storage, virtual });
      void everything(first).catch(() => undefined);
      await settle();
      const known =
        (await first.workflows.listExecutions({ correlation_id: "c", limit: 10 })).executions.at(-1)
          ?.execution_id ?? id;
      if (!storage.isDead()) void finish(first, known).catch(() => undefined);
      await virtual.advance(10_000);
      expect(storage.isDead()).toBe(true);

      const script = new Script();
      prepare(script);
      const durable = new Set(
        (await inner.read(known))
          .filter(({ type }) => /^(action|item)\.completed$/.test(type))
          .map(({ data }) =>
            [known, data.action_id as string, data.index as number | undefined]
              .filter((part) => part !== undefined)
              .join(":"),
          ),
      );
      const second = await testOrchestrator({ storage: inner, virtual, script, ids: systemIds(virtual) });
      await settle();
      await finish(second, known);
      expect([commits, statusesOf(await second.get(known))]).toEqual([commits, expected]);
      expect(script.calls.filter(({ idempotencyKey }) => durable.has(idempotencyKey))).toEqual([]);
      const { executions } = await second.workflows.listExecutions({ limit: 100 });
      expect(executions.map(({ status }) => status)).toEqual(["completed", "completed", "failed"]);
      const events = await second.events.correlated("c");
      const own = events.filter(({ executionid }) => executionid === known).map(({ sequence }) => sequence);
      expect(own).toEqual(own.map((_, index) => index + 1));
    }
  });
});
