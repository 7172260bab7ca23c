import { KilledStore } from "../testing/kill/killed-store";
import type { TestProcess } from "../testing/process";

/** How many processes are killed. TUTTI_KILLS asks for more. */
const KILLS = Number(process.env.TUTTI_KILLS ?? 12);

jest.setTimeout(60_000 + KILLS * 5_000);

const killed = new KilledStore();
const { store } = killed;

/** One event that a member of the group has handled. */
interface Handled {
  readonly process: number;
  readonly execution: string;
  readonly sequence: number;
  readonly id: string;
}

async function moment(child: TestProcess): Promise<void> {
  const lines = Math.floor(Math.random() * 400);
  await child.said(new RegExp(`(?:(?:published|started).*\n){${lines}}`));
}

beforeAll(() => killed.make({ program: "consumer.ts", kills: KILLS, moment }));
afterAll(() => killed.remove());

/** What a process said was durable, before it was killed. */
function acknowledged(word: string): string[] {
  return killed.said.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
}

function handled(): Handled[] {
  return killed.lines(".handled").map((line) => {
    const [number, execution = "", sequence, id = ""] = line.split(" ");
    return { process: Number(number), execution, sequence: Number(sequence), id };
  });
}

/** The ids of all events in the log, by their positions. */
async function logged(): Promise<{ position: number; id: string; execution: string; sequence: number }[]> {
  const all = [];
  for (let after = 0; ; ) {
    const page = await store.readEvents!(after, 1000);
    if (page.upTo === after) return all;
    for (const one of page.events) {
      const { position } = one;
      if ("event" in one) all.push({ position, id: one.event.id, execution: "-", sequence: 0 });
      else {
        const { execution_id: execution, sequence } = one.entry;
        all.push({ position, id: `${execution}:${sequence}`, execution, sequence });
      }
    }
    after = page.upTo;
  }
}

/** The sequences of each execution, in the order in which they are there first. */
function sequences(events: readonly { execution: string; sequence: number; id: string }[]): number[][] {
  const seen = new Set<string>();
  const byExecution = new Map<string, number[]>();
  for (const { execution, id, sequence } of events) {
    if (execution === "-" || seen.has(id)) continue;
    seen.add(id);
    byExecution.set(execution, [...(byExecution.get(execution) ?? []), sequence]);
  }
  return [...byExecution.values()];
}

const isInOrder = (numbers: readonly number[]): boolean => numbers.every((one, index) => one === index + 1);

describe(`when ${KILLS} processes are killed in a flood of events`, () => {
  it("loses no event that was acknowledged", async () => {
    const ids = new Set((await logged()).map(({ id }) => id));
    const published = acknowledged("published");
    const started = acknowledged("started");
    expect(published.filter((id) => !ids.has(id))).toEqual([]);
    expect(started.filter((id) => !ids.has(`${id}:1`))).toEqual([]);
    expect(published.length + started.length).toBeGreaterThan(KILLS * 50);
  });

  it("leaves no gap among the positions, and none and no other order within an execution", async () => {
    const all = await logged();
    expect(isInOrder(all.map(({ position }) => position))).toBe(true);
    expect(sequences(all).filter((one) => !isInOrder(one))).toEqual([]);
  });

  it("lets the group handle every event, in the order of its execution", async () => {
    const ids = new Set(handled().map(({ id }) => id));
    expect((await logged()).filter(({ id }) => !ids.has(id))).toEqual([]);
    expect(sequences(handled()).filter((one) => !isInOrder(one))).toEqual([]);
  });

  it("delivers an event twice only after a kill, and then with the same id", async () => {
    const known = new Set((await logged()).map(({ id }) => id));
    const byId = new Map<string, number[]>();
    for (const { id, process: by } of handled()) byId.set(id, [...(byId.get(id) ?? []), by]);
    expect([...byId.keys()].filter((id) => !known.has(id))).toEqual([]);
    expect([...byId.values()].filter((by) => new Set(by).size !== by.length)).toEqual([]);
  });

  it("leaves a sound file", () => {
    expect(store.check()).toMatchObject({ ok: true, problems: [] });
  });
});
