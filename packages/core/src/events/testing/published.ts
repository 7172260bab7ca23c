import { testOrchestrator, type TestOptions, type TestOrchestrator, turn } from "../../engine/testing";

/** An orchestrator with published events. */
export async function withEvents(types: readonly string[], options: TestOptions = {}) {
  const test = await testOrchestrator(options);
  for (const type of types) await test.events.publish({ type, id: type });
  return test;
}

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; turns < 10_000 && !holds(); turns++) await turn();
  expect(holds()).toBe(true);
}

/** Publishes so many events, 10 correlations in turns. */
export async function flood(test: TestOrchestrator, count: number): Promise<void> {
  for (let n = 0; n < count; n++)
    await test.events.publish({ type: "order.paid", id: `${n}`, correlationId: `c${n % 10}` });
}
