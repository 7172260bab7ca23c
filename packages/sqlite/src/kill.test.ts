import type { JournalEntry } from "@tutti/core/runtime";
import { KilledStore } from "./testing/kill/killed-store";
import { kinds, type Tally } from "./testing/kill/workflows";
import type { TestProcess } from "./testing/process";

/** How many processes are killed. TUTTI_KILLS asks for more. */
const KILLS = Number(process.env.TUTTI_KILLS ?? 50);
/** A process is killed at the latest when it has started so many. */
const MOST_STARTS = 200;

jest.setTimeout(60_000 + KILLS * 5_000);

const killed = new KilledStore();
const { store } = killed;

/** A process works, and is killed at a random moment: while it starts, goes on, or takes new executions. */
async function moment(child: TestProcess, number: number): Promise<void> {
  const starts = Math.floor(Math.random() * MOST_STARTS);
  const moments = [/up/, /ready/, new RegExp(`(?:started.*\n){${starts}}`)];
  await child.said(moments[Math.min(number % 8, 2)] as RegExp);
}

beforeAll(() => killed.make({ program: "worker.ts", kills: KILLS, moment }));
afterAll(() => killed.remove());

/** Everything that a process said was started, before it was killed. */
function acknowledged(): { id: string; kind: (typeof kinds)[number]; n: number }[] {
  return killed.said.flatMap((line) => {
    const [word, id = "", name, n] = line.split(" ");
    const kind = kinds.find((one) => one.name === name);
    return word === "started" && kind !== undefined ? [{ id, kind, n: Number(n) }] : [];
  });
}

/** The processes that ran each piece of work, by its idempotency key. */
function runs(): Map<string, number[]> {
  const byKey = new Map<string, number[]>();
  for (const line of killed.lines(".ran")) {
    const [number = "", key = ""] = line.split(" ");
    byKey.set(key, [...(byKey.get(key) ?? []), Number(number)]);
  }
  return byKey;
}

async function journals(): Promise<Map<string, readonly JournalEntry[]>> {
  const all = new Map<string, readonly JournalEntry[]>();
  for (const { id } of acknowledged()) all.set(id, await store.read(id));
  return all;
}

/** A piece of work as idempotency keys name it: an action, or an item of one. */
function pieceOf({ data }: JournalEntry): string {
  const { action_id, index } = data as { action_id: string; index?: number };
  return index === undefined ? action_id : `${action_id}:${index}`;
}

const ended = (entries: readonly JournalEntry[], type: string): JournalEntry[] =>
  entries.filter((entry) => entry.type === type);

describe(`when ${KILLS} processes are killed one after the other`, () => {
  it("loses no execution whose start was acknowledged, and each ends with the right result", async () => {
    const wrong: unknown[] = [];
    const started = acknowledged();
    for (const { id, kind, n } of started) {
      const last = (await store.read(id)).at(-1);
      const result = (last?.data as { result?: unknown } | undefined)?.result ?? null;
      const isRight =
        last?.type === `execution.${kind.status}` &&
        JSON.stringify(result) === JSON.stringify(kind.result(n));
      if (!isRight) wrong.push({ id, kind: kind.name, n, last });
    }
    expect(wrong).toEqual([]);
    expect(started.length).toBeGreaterThan(KILLS * 20);
  });

  it("completes each action once, and undoes once what has to be undone", async () => {
    const wrong: string[] = [];
    for (const { id, kind } of acknowledged()) {
      const entries = await store.read(id);
      const completed = [...ended(entries, "action.completed"), ...ended(entries, "item.completed")].map(
        pieceOf,
      );
      const undone = ended(entries, "compensation.completed").map(({ data }) => data.action_id);
      const isOnce = new Set(completed).size === completed.length;
      if (!isOnce || JSON.stringify(undone) !== JSON.stringify(kind.undone)) wrong.push(id);
    }
    expect(wrong).toEqual([]);
  });

  it("runs nothing again whose completion was durable", async () => {
    const again: string[] = [];
    const ran = runs();
    for (const [id, entries] of await journals()) {
      for (const entry of [...ended(entries, "action.completed"), ...ended(entries, "item.completed")]) {
        const { process } = (entry.data.output ?? {}) as Partial<Tally>;
        const key = `${id}:${pieceOf(entry)}`;
        const later = ran.get(key)?.filter((by) => by > (process ?? 0));
        if (process !== undefined && later?.length !== 0) again.push(key);
      }
    }
    expect(again).toEqual([]);
  });

  it("goes on, in a later process, with what was cut off", async () => {
    const all = await journals();
    const goneOn = killed.outputs.flatMap((output, index) =>
      [...output.matchAll(/^started (\S+) .*\n/gm)].filter(([, id = ""]) =>
        ended(all.get(id) ?? [], "action.completed").some(
          ({ data }) => ((data.output as Partial<Tally> | null)?.process ?? 0) > index + 1,
        ),
      ),
    );
    expect(goneOn.length).toBeGreaterThan(KILLS);
  });

  it("leaves a sound file", () => {
    expect(store.check()).toMatchObject({ ok: true, problems: [] });
  });
});
