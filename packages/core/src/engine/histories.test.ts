import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { systemCipher } from "../di/system";
import { memory } from "../memory";
import { type ActionCatalogue, actionCatalogue, compileStored, type Plan } from "../plan";
import type { JournalEntry, Storage, WorkflowRecord } from "../ports";
import { evolve, fold, initialState, outstanding } from "../run";
import type { WorkflowDefinition } from "../definition";
import type { Execution } from "../service";
import { fromEntry, rowOf } from "./entries";
import { testOrchestrator, VirtualClock } from "./testing";
import { histories } from "./testing/histories";

/**
 * Journals as each format of them was written, kept for ever: what was stored once must stay readable.
 * A new format gets a folder of its own: set FORMAT, and TUTTI_RECORD_HISTORIES=1 writes what is missing.
 */
const FORMAT = "v1";
const FOLDER = path.join(__dirname, "../../test/histories");

interface History {
  readonly workflows: readonly WorkflowRecord[];
  readonly executions: readonly { readonly expected: Execution; readonly entries: readonly JournalEntry[] }[];
}

const cipher = systemCipher(() => "the key of the stored histories");
let catalogue: ActionCatalogue;

beforeAll(async () => {
  const { actions } = (await testOrchestrator()).orchestrator;
  catalogue = actionCatalogue(actions.filter(({ plugin }) => plugin !== "@tutti/core"));
});

async function record(name: string): Promise<History> {
  const storage = memory();
  const test = await testOrchestrator({ storage, cipher });
  await histories[name]?.(test);
  const { rows } = await storage.listExecutions({ limit: 1000 });
  const executions = rows.toReversed().map(async ({ execution_id }) => ({
    expected: await test.get(execution_id),
    entries: await storage.read(execution_id),
  }));
  const workflows = (await storage.listWorkflows({ limit: 1000 })).rows.toReversed();
  return { workflows, executions: await Promise.all(executions) };
}

function fileOf(format: string, name: string): string {
  return path.join(FOLDER, format, `${name}.json`);
}

async function recordMissing(): Promise<void> {
  mkdirSync(path.join(FOLDER, FORMAT), { recursive: true });
  for (const name of Object.keys(histories)) {
    const file = fileOf(FORMAT, name);
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(await record(name), null, 2)}\n`);
  }
}

function stored(): [name: string, history: History][] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER).flatMap((format) =>
    readdirSync(path.join(FOLDER, format)).map((file): [string, History] => [
      `${format}/${file}`,
      JSON.parse(readFileSync(path.join(FOLDER, format, file), "utf8")) as History,
    ]),
  );
}

function planOf({ workflows }: History, { workflow_id, workflow_revision }: Execution): Plan {
  const found = workflows.find(
    (one) => one.workflow_id === workflow_id && one.revision === workflow_revision,
  );
  return compileStored(found?.definition as unknown as WorkflowDefinition, catalogue);
}

/** A storage that holds what the history tells. */
async function restore(history: History): Promise<Storage> {
  const storage = memory();
  for (const one of history.workflows) await storage.putWorkflow(one);
  for (const { expected, entries } of history.executions) {
    const state = fold(planOf(history, expected), expected.execution_id, entries.map(fromEntry));
    // Time has passed: everything is looked at when it is taken up.
    await storage.append({ entries, row: rowOf(state, state.created_at) });
  }
  return storage;
}

it("there is a stored history of each kind, in the present format", async () => {
  if (process.env.TUTTI_RECORD_HISTORIES === "1") await recordMissing();
  const files = readdirSync(path.join(FOLDER, FORMAT)).toSorted();
  expect(files).toEqual(
    Object.keys(histories)
      .map((name) => `${name}.json`)
      .toSorted(),
  );
});

describe.each(stored())("the stored history %s", (_name, history) => {
  it("is read as it was when it was written", async () => {
    const storage = await restore(history);
    const { get } = await testOrchestrator({ storage, cipher, standby: true });
    for (const { expected } of history.executions)
      expect(await get(expected.execution_id)).toMatchObject(expected);
  });

  it("can be gone on with from each of its entries", () => {
    for (const { expected, entries } of history.executions) {
      const plan = planOf(history, expected);
      const state = initialState(plan, expected.execution_id);
      for (const [index, entry] of entries.entries()) {
        evolve(plan, state, fromEntry(entry));
        const isOver = index === entries.length - 1 && expected.completed_at !== null;
        expect(outstanding(plan, state).length > 0 || isOver || state.status !== "running").toBe(true);
      }
    }
  });

  it("ends, when what had not ended is gone on with", async () => {
    const times = history.executions.flatMap(({ entries }) => entries.map(({ time }) => time));
    const virtual = new VirtualClock(Math.max(...times));
    const storage = await restore(history);
    const { clock, workflows } = await testOrchestrator({ storage, cipher, virtual });
    await clock.advance(4_000_000);
    const { executions } = await workflows.listExecutions({ limit: 1000 });
    expect(executions.filter(({ completed_at }) => completed_at === null)).toEqual([]);
  });
});
