import type { CloudEvent } from "@tutti/core";
import { KilledStore } from "../testing/kill/killed-store";
import type { TestProcess } from "../testing/process";

/** How many processes are killed. TUTTI_KILLS asks for more. */
const KILLS = Number(process.env.TUTTI_KILLS ?? 9);

jest.setTimeout(60_000 + KILLS * 5_000);

const killed = new KilledStore();
const { store } = killed;

/** The first lives long enough to create the workflow. */
async function moment(child: TestProcess, number: number): Promise<void> {
  const lines = Math.floor(Math.random() * 400) + Number(number === 1);
  await child.said(new RegExp(`ready\n(?:published.*\n){${lines}}`));
}

beforeAll(() => killed.make({ program: "trigger.ts", kills: KILLS, moment }));
afterAll(() => killed.remove());

async function published(): Promise<CloudEvent[]> {
  const all: CloudEvent[] = [];
  for (let after = 0; ; ) {
    const { events, upTo } = await store.readEvents!(after, 1000);
    if (upTo === after) return all;
    all.push(...events.flatMap((one) => ("event" in one ? [one.event] : [])));
    after = upTo;
  }
}

/** The ids of the events that executions were started for, in the order of the starts. */
async function startedFor(): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.listExecutions(cursor === null ? { limit: 1000 } : { limit: 1000, cursor });
    for (const { execution_id } of page.rows) {
      const created = (await store.read(execution_id))[0]!;
      ids.push((created.data.trigger as { event: { id: string } }).event.id);
    }
    cursor = page.next_cursor;
  } while (cursor !== null);
  return ids.toReversed();
}

const fits = ({ data }: CloudEvent): boolean => (data as { total: number }).total > 0;

describe(`when ${KILLS} processes are killed in a flood of events that start executions`, () => {
  it("starts exactly one for each event that fits, those included that were stored while no triggers ran", async () => {
    const events = await published();
    const started = await startedFor();
    expect(started.toSorted()).toEqual(
      events
        .filter(fits)
        .map(({ id }) => id)
        .toSorted(),
    );
    const byOthers = killed.outputs.flatMap((output, index) =>
      (index + 1) % 3 === 0 ? output.split("\n") : [],
    );
    const stored = byOthers.flatMap((line) => (line.startsWith("published ") ? [line.slice(10)] : []));
    expect(stored.length).toBeGreaterThan(0);
    expect(events.length).toBeGreaterThan(KILLS * 50);
  });

  it("leaves a sound file", () => {
    expect(store.check()).toMatchObject({ ok: true, problems: [] });
  });
});
