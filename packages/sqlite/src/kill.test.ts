import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JournalEntry } from "@tutti/core/runtime";
import { sqlite } from "./index";
import { kinds, type Tally } from "./testing/kill/workflows";
import { startPlain, type TestProcess } from "./testing/process";
import type { SqliteStorage } from "./types";

/** How many processes are killed. TUTTI_KILLS asks for more. */
const KILLS = Number(process.env.TUTTI_KILLS ?? 50);
/** A process is killed at the latest when it has started so many. */
const MOST_STARTS = 200;

jest.setTimeout(60_000 + KILLS * 5_000);

const folder = mkdtempSync(path.join(tmpdir(), "tutti-kill-"));
const file = path.join(folder, "tutti.db");
const worker = path.join(folder, "worker.cjs");
const outputs: string[] = [];
let store: SqliteStorage;

/** Lets a process work, and kills it at a random moment: while it starts, goes on, or takes new executions. */
async function killOne(number: number): Promise<void> {
  const child: TestProcess = startPlain([worker, file, String(number), "flood"]);
  const starts = Math.floor(Math.random() * MOST_STARTS);
  const moments = [/up/, /ready/, new RegExp(`(?:started.*\n){${starts}}`)];
  await child.said(moments[Math.min(number % 8, 2)] as RegExp);
  await child.kill();
  outputs.push(child.output());
}

beforeAll(async () => {
  execFileSync(process.execPath, [path.join(__dirname, "testing/kill/bundle.cjs"), worker, "worker.ts"]);
  for (let number = 1; number <= KILLS; number++) await killOne(number);
  const last = startPlain([worker, file, String(KILLS + 1), "drain"]);
  if ((await last.ended()) !== 0) throw new Error(last.errors());
  store = sqlite({ path: file, access: "reader" });
  await store.open();
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that a process said was started, before it was killed. A line that was cut off was not said. */
function acknowledged(): { id: string; kind: (typeof kinds)[number]; n: number }[] {
  const lines = outputs.flatMap((output) => output.split("\n").slice(0, -1));
  return lines.flatMap((line) => {
    const [word, id = "", name, n] = line.split(" ");
    const kind = kinds.find((one) => one.name === name);
    return word === "started" && kind !== undefined ? [{ id, kind, n: Number(n) }] : [];
  });
}

/** The processes that ran each piece of work, by its idempotency key. */
function runs(): Map<string, number[]> {
  const byKey = new Map<string, number[]>();
  const lines = readFileSync(`${file}.ran`, "utf8").split("\n").slice(0, -1);
  for (const line of lines) {
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
    const goneOn = outputs.flatMap((output, index) =>
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
