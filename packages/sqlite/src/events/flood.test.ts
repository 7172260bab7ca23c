import { createOrchestrator } from "@tutti/core";
import { cleanUp, makeStore } from "../testing/store";

/** How many events there are. TUTTI_EVENTS asks for more: 1000000 takes some minutes. */
const EVENTS = Number(process.env.TUTTI_EVENTS ?? 20_000);
const TOGETHER = 500;
const MEMBERS = 4;

jest.setTimeout(60_000 + EVENTS);
afterEach(cleanUp);

it(`a group of ${MEMBERS} handles ${EVENTS} events, and none is lost`, async () => {
  const storage = makeStore();
  const { events, stop } = await createOrchestrator({ storage });
  const began = performance.now();
  for (let first = 0; first < EVENTS; first += TOGETHER)
    await Promise.all(
      Array.from({ length: TOGETHER }, (_, index) =>
        events.publish({ type: "order.paid", id: `${first + index}`, correlationId: `c${index}` }),
      ),
    );
  const published = performance.now();

  const times = new Uint8Array(EVENTS);
  const shares = Array.from({ length: MEMBERS }, () => 0);
  let left = EVENTS;
  await new Promise<void>((resolve) => {
    for (let member = 0; member < MEMBERS; member++)
      events.subscribe({ group: "g", fromPosition: 1 }, async ({ id }) => {
        await Promise.resolve();
        times[Number(id)]! += 1;
        shares[member]! += 1;
        left -= 1;
        if (left === 0) resolve();
      });
  });
  if (process.env.TUTTI_EVENTS !== undefined) report(published - began, performance.now() - published);
  expect(times.every((count) => count === 1)).toBe(true);
  expect(shares.every((share) => share > EVENTS / MEMBERS / 10)).toBe(true);
  await stop();
  storage.open();
  expect(storage.getGroup("g")).toEqual({ group: "g", position: EVENTS });
});

function report(publishMs: number, handleMs: number): void {
  const rate = (ms: number): string => `${Math.round((EVENTS / ms) * 1000)} events/s`;
  process.stdout.write(`published ${rate(publishMs)}, handled ${rate(handleMs)}\n`);
}
