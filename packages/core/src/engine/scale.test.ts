import { memory } from "../memory";
import { action, countingStorage, testOrchestrator, workflow } from "./testing";

const chain = (length: number): object =>
  workflow(
    Array.from({ length }, (_, n) =>
      action(`a${n}`, n === 0 ? { config: { returns: 0 } } : { config: { returns: `{{a${n - 1}}}` } }),
    ),
  );

const fan = (width: number): object =>
  workflow([
    action("first", { config: { returns: 1 } }),
    ...Array.from({ length: width }, (_, n) => action(`a${n}`, { config: { returns: "{{first}}" } })),
    action("last", { depends_on: Array.from({ length: width }, (_, n) => `a${n}`) }),
  ]);

/** Executes it and tells how many events and commits that took, and how long. */
async function measure(definition: object): Promise<{ events: number; commits: number; ms: number }> {
  const storage = countingStorage(memory());
  const { create, workflows } = await testOrchestrator({
    storage,
    limits: { actions: 20_000, definitionBytes: 100_000_000 },
  });
  const id = await create(definition);
  const begun = performance.now();
  const { execution, message } = await workflows.executeWorkflow(id, {}, "ada");
  const ms = performance.now() - begun;
  expect([execution?.status, message]).toEqual(["completed", "Execution completed."]);
  const events = storage.commits.reduce((sum, { entries }) => sum + entries.length, 0);
  return { events, commits: storage.commits.length, ms };
}

/** Ten times the work may take ten times as long, and this much more for noise; quadratic would be 100 times. */
const LINEAR = 10 * 5;

/** How many times as long ten times the work takes: a usual time of little work, and the best of much. */
async function growth(time: (size: number) => Promise<number>, size: number): Promise<number> {
  await time(size);
  const few = [await time(size), await time(size), await time(size)].toSorted((a, b) => a - b)[1] ?? 0;
  const many = Math.min(await time(10 * size), await time(10 * size));
  return many / few;
}

// These compute for some seconds where other tests compute for ms.
jest.setTimeout(60_000);

describe("big workflows", () => {
  it("run a chain of 10,000 actions with two events and one commit each", async () => {
    const { events, commits } = await measure(chain(10_000));
    expect([events, commits]).toEqual([20_003, 10_001]);
  });

  it("run 1 -> 10,000 -> 1", async () => {
    const { events } = await measure(fan(10_000));
    expect(events).toBe(2 * 10_002 + 3);
  });

  it.each([
    ["a chain", chain],
    ["a fan", fan],
  ])("take time linear in the actions of %s", async (_what, make) => {
    const time = async (size: number): Promise<number> => (await measure(make(size))).ms;
    expect(await growth(time, 1_000)).toBeLessThan(LINEAR);
  });

  it("take time linear in the items that wait, are retried and are undone", async () => {
    const items = async (count: number): Promise<number> => {
      const { start, script, clock, workflows, until } = await testOrchestrator();
      script.on("fan", ({ attempt }) => {
        if (attempt === 1) throw new Error("once");
      });
      const list = Array.from({ length: count }, (_, n) => n);
      const listen = {
        action_id: "listen",
        action_type: "wait_for_signal",
        for_each: list,
        config: { signal: "go" },
      };
      const retry = { max_attempts: 2, initial_interval_ms: 1, jitter: false };
      const begun = performance.now();
      const id = await start(
        workflow([
          listen,
          action("fan", { for_each: list, retry, compensate: { action_type: "undo", config: {} } }),
        ]),
      );
      clock.advance(0).catch(() => undefined);
      await workflows.cancelExecution(id, "ada");
      await until(id, "cancelled");
      return performance.now() - begun;
    };
    expect(await growth(items, 500)).toBeLessThan(LINEAR);
  });
});
