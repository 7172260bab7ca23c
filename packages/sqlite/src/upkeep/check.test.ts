import { closeSync, openSync, writeSync } from "node:fs";
import { errorOf } from "../testing/expect";
import {
  cleanUp,
  commitOf,
  endedCommit,
  makeStore,
  openStore,
  recordOf,
  tamper,
  type TestStore,
} from "../testing/store";

afterEach(cleanUp);

/** A store with a workflow, an execution `x` under way (1, 2-3, 4) and one that ended, `y` (1-2). */
async function filled(): Promise<TestStore> {
  const store = openStore();
  store.putWorkflow(recordOf("w"));
  for (const sequences of [[1], [2, 3], [4]]) await store.append(commitOf("x", sequences));
  await store.append(endedCommit("y", 5));
  return store;
}

/** The store after its file was changed while it was closed. */
async function damaged(sql: string): Promise<TestStore> {
  const store = await filled();
  store.close();
  tamper(store.path, sql);
  store.open();
  return store;
}

const ofX = "execution = (SELECT execution FROM executions WHERE execution_id = 'x')";
const ofY = "execution = (SELECT execution FROM executions WHERE execution_id = 'y')";

describe("a check", () => {
  it("finds nothing in a sound store, and counts what is there", async () => {
    expect((await filled()).check()).toEqual({
      ok: true,
      problems: [],
      executions: 2,
      entries: 6,
      workflows: 1,
    });
    expect(openStore().check()).toMatchObject({ ok: true, executions: 0 });
  });

  it.each([
    [
      `DELETE FROM journal WHERE ${ofX} AND last_sequence = 3`,
      /^Execution x: .*at sequence 2: it is missing\.$/,
    ],
    [
      `DELETE FROM journal WHERE ${ofX} AND last_sequence = 1`,
      /^Execution x: .*at sequence 1: it is missing\.$/,
    ],
    [`DELETE FROM journal WHERE ${ofX}`, /^Execution x: its journal is missing\.$/],
    [`DELETE FROM journal WHERE ${ofY}`, /^Execution y: its journal is missing\.$/],
    [
      `UPDATE journal SET entries = '[' WHERE ${ofX} AND last_sequence = 4`,
      /^Execution x: .*sequence 4: it is no JSON/,
    ],
    [
      `UPDATE journal SET entries = '[]' WHERE ${ofX} AND last_sequence = 4`,
      /^Execution x: .*it is no list of entries\.$/,
    ],
    [
      `UPDATE journal SET entries = '[[1,2,3]]' WHERE ${ofX} AND last_sequence = 4`,
      /it is no list of entries/,
    ],
    [`UPDATE journal SET entries = '[7]' WHERE ${ofX} AND last_sequence = 4`, /it is no list of entries/],
    [
      `UPDATE journal SET entries = (SELECT entries FROM journal WHERE ${ofX} AND last_sequence = 3) WHERE ${ofX} AND last_sequence = 4`,
      /^Execution x: .*sequence 4: it is there twice\.$/,
    ],
    [
      `UPDATE journal SET entries = (SELECT entries FROM journal WHERE ${ofX} AND last_sequence = 3) WHERE ${ofX} AND last_sequence = 1`,
      /^Execution x: .*sequence 1: it has more entries than its number allows\.$/,
    ],
    [`UPDATE executions SET pair_key = 9 WHERE ${ofY}`, /^Execution y: lists look for it where it is not\.$/],
    [
      `UPDATE executions SET sequence = 9 WHERE ${ofY}`,
      /^Execution y: its journal ends at sequence 2, but its row at 9\.$/,
    ],
    [`UPDATE executions SET completed_at = NULL WHERE ${ofY}`, /^Execution y: its journal says it has ended/],
    [
      `UPDATE executions SET completed_at = 3, sequence = 4 WHERE ${ofX}`,
      /^Execution x: its journal says it has not ended/,
    ],
    ["DELETE FROM executions WHERE execution_id = 'x'", /^Journal number 1: its execution is missing\.$/],
    ["DELETE FROM revisions", /^Workflow w: 0 of its 1 revisions are there\.$/],
    ["UPDATE revisions SET definition = '{'", /^Workflow w: its revision 1 is no JSON\.$/],
    [
      "UPDATE executions SET workflow_revision = 2 WHERE execution_id = 'y'",
      /^Workflow w: revision 2 is missing, which 1 executions use, such as y\.$/,
    ],
  ])("finds %s", async (sql, problem) => {
    const { ok, problems } = (await damaged(sql)).check();
    expect(ok).toBe(false);
    expect(problems).toContainEqual(expect.stringMatching(problem));
  });

  it("finds an ended execution that was taken up again sound", async () => {
    const store = await filled();
    const again = commitOf("y", [3]);
    const entries = again.entries.map((entry) => ({ ...entry, type: "execution.retried" }));
    await store.append({ ...again, entries });
    expect(store.check().problems).toEqual([]);
  });

  it("finds damaged pages", async () => {
    const store = await filled();
    const { rootpage } = store
      .db()
      .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'journal'")
      .get() as {
      rootpage: number;
    };
    store.close();
    overwrite(store.path, (rootpage - 1) * 4096);
    const reader = makeStore({ path: store.path, access: "reader" });
    reader.open();
    const { ok, problems } = reader.check();
    expect(ok).toBe(false);
    expect(problems.join("\n")).toMatch(/The journals can't be read: database disk image is malformed/);
    expect(() => reader.read("x")).toThrow(errorOf("STORAGE_CORRUPT"));
  });
});

describe("a damaged journal", () => {
  it.each([
    [`UPDATE journal SET entries = '[' WHERE ${ofX} AND last_sequence = 3`, 3],
    [`DELETE FROM journal WHERE ${ofX} AND last_sequence = 3`, 2],
  ])("is told by its execution and sequence: %s", async (sql, sequence) => {
    const store = await damaged(sql);
    const error = errorOf("CORRUPT_JOURNAL", {
      details: expect.objectContaining({ execution_id: "x", sequence }) as unknown,
    });
    expect(() => store.read("x")).toThrow(error);
    expect(() => store.read("x", sequence)).toThrow(error);
    expect(store.read("x", 4)).toHaveLength(1);
    expect(store.read("y")).toHaveLength(2);
  });

  it("refuses only its own commits", async () => {
    const store = await damaged(`UPDATE journal SET entries = '[' WHERE ${ofX} AND last_sequence = 4`);
    const results = await Promise.allSettled([
      store.append(commitOf("x", [4])),
      store.append(commitOf("z", [1])),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });
});

/** Writes nonsense over a page. */
function overwrite(file: string, position: number): void {
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, Buffer.alloc(4096, 7), 0, 4096, position);
  closeSync(descriptor);
}
