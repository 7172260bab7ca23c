import type { Storage } from "@tutti/core/runtime";
import { same } from "../check";
import { aCommit, aRecord, countedId, NOON } from "./samples";
import { needing, type StorageCase, type StorageGroup, storageCase } from "./storage-case";

/** Everything that a storage knows of what {@link fill} stores. */
async function everything(storage: Storage): Promise<unknown> {
  return {
    journals: await Promise.all(["x", "y", "z"].map(async (id) => storage.read(id))),
    rows: (await storage.listExecutions({ limit: 1000 })).rows,
    unfinished: await storage.unfinished(),
    key: await storage.findByIdempotencyKey("w", "k"),
    revisions: await Promise.all([1, 2].map(async (revision) => storage.getWorkflow("w", revision))),
    newest: await storage.getWorkflow("w"),
    deleted: [await storage.getWorkflow("gone"), await storage.getWorkflow("gone", 1)],
    workflows: (await storage.listWorkflows({ limit: 1000 })).rows,
  };
}

async function fill(storage: Storage): Promise<void> {
  await storage.putWorkflow(aRecord("w"));
  await storage.putWorkflow(aRecord("w", { revision: 2, updated_at: NOON + 5 }));
  await storage.putWorkflow(aRecord("gone"));
  await storage.deleteWorkflow("gone");
  const data = { zero: 0, no: false, empty: "", none: null, text: "🎉 \uD800 \u0000" };
  await storage.append(aCommit("x", [1, 2], { data, idempotency_key: "k" }));
  await storage.append(
    aCommit("y", [1], { row: { status: "waiting", wakes_at: NOON + 9, created_at: NOON + 1 } }),
  );
  await storage.append(aCommit("x", [3], { row: { status: "completed", completed_at: NOON + 3 } }));
}

/** Stores 100 commits at once, and more without waiting for their acknowledgement. */
async function acknowledgeHundred(storage: Storage): Promise<string[]> {
  const ids = Array.from({ length: 100 }, (_, n) => countedId(n));
  await Promise.all(ids.map(async (id) => storage.append(aCommit(id, [1, 2]))));
  return ids;
}

const restarts: StorageCase[] = [
  storageCase("keeps everything through close and reopen", async (storage, given) => {
    await fill(storage);
    const before = await everything(storage);
    same(await everything(await given.closedAndReopened(storage)), before);
  }),
  storageCase("keeps everything that it acknowledged through a crash", async (storage, given) => {
    await fill(storage);
    const before = await everything(storage);
    same(await everything(await given.crashedAndReopened(storage)), before);
  }),
  storageCase(
    "keeps all commits of a turn that it acknowledged, whole, through a crash",
    async (storage, given) => {
      const ids = await acknowledgeHundred(storage);
      const reopened = await given.crashedAndReopened(storage);
      for (const id of ids) same([id, (await reopened.read(id)).length], [id, 2]);
      same((await reopened.unfinished()).length, 100);
    },
  ),
  storageCase(
    "has a commit that it did not acknowledge wholly or not at all after a crash",
    async (storage, given) => {
      await storage.append(aCommit("x", [1]));
      void Promise.resolve(storage.append(aCommit("x", [2, 3], { row: { status: "waiting" } }))).catch(
        () => undefined,
      );
      const reopened = await given.crashedAndReopened(storage);
      const found = [(await reopened.read("x")).length, (await reopened.getExecution("x"))?.status];
      same(found, found[0] === 1 ? [1, "running"] : [3, "waiting"]);
    },
  ),
  storageCase("goes on with the next sequences and revisions after a restart", async (storage, given) => {
    await fill(storage);
    const reopened = await given.closedAndReopened(storage);
    await reopened.append(aCommit("y", [2]));
    await reopened.putWorkflow(aRecord("w", { revision: 3 }));
    same([(await reopened.read("y")).length, (await reopened.getWorkflow("w"))?.revision], [2, 3]);
  }),
  storageCase("takes entries as stored that it has acknowledged before a crash", async (storage, given) => {
    const commit = aCommit("x", [1, 2]);
    await storage.append(commit);
    const reopened = await given.crashedAndReopened(storage);
    await reopened.append(commit);
    same(await reopened.read("x"), commit.entries);
  }),
  storageCase("goes on paging with a cursor from before a restart", async (storage, given) => {
    for (const n of [1, 2, 3]) await storage.append(aCommit(countedId(n), [1]));
    const { next_cursor } = await storage.listExecutions({ limit: 2 });
    const reopened = await given.closedAndReopened(storage);
    const { rows } = await reopened.listExecutions({ limit: 2, cursor: next_cursor ?? "" });
    same(
      rows.map(({ execution_id }) => execution_id),
      [countedId(1)],
    );
  }),
  storageCase("keeps its encryption key, if it has one", async (storage, given) => {
    const key = storage.encryptionKey?.();
    const reopened = await given.crashedAndReopened(storage);
    same(reopened.encryptionKey?.(), key);
  }),
  storageCase("survives several crashes", async (storage, given) => {
    let current = storage;
    for (const sequence of [1, 2, 3, 4]) {
      await current.append(aCommit("x", [sequence]));
      current = await given.crashedAndReopened(current);
    }
    same((await current.read("x")).length, 4);
  }),
];

const opening: StorageCase[] = [
  storageCase("says of itself what its subject declares", (storage, { subject }) => {
    same(storage.abilities, subject.abilities);
    same(typeof storage.name, "string");
    same(storage.name === "", false);
    return Promise.resolve();
  }),
  storageCase("is empty at first", async (storage) => {
    same(
      [
        await storage.listExecutions({ limit: 1 }),
        await storage.listWorkflows({ limit: 1 }),
        await storage.unfinished(),
      ],
      [{ rows: [], next_cursor: null }, { rows: [], next_cursor: null }, []],
    );
  }),
  storageCase("shares nothing with another storage of its kind", async (storage, given) => {
    const other = await given.storage();
    await storage.append(aCommit("x", [1], { idempotency_key: "k" }));
    await storage.putWorkflow(aRecord("w"));
    same(
      [await other.read("x"), await other.unfinished(), await other.getWorkflow("w")],
      [[], [], undefined],
    );
  }),
  storageCase("can be probed, which leaves nothing to be seen", async (storage) => {
    await storage.probe();
    await storage.probe();
    same([await storage.unfinished(), (await storage.listExecutions({ limit: 10 })).rows], [[], []]);
  }),
  storageCase(
    "has an encryption key of its own, long and always the same, or none",
    async (storage, given) => {
      const key = storage.encryptionKey?.();
      if (key === undefined) return;
      const other = (await given.storage()).encryptionKey?.();
      same([storage.encryptionKey?.() === key, key.length >= 32, key === other], [true, true, false]);
    },
  ),
  storageCase("can be closed, and closed again", async (storage) => {
    await storage.append(aCommit("x", [1]));
    await storage.close();
    await storage.close();
  }),
];

/** Opening, closing, crashing. */
export const lifetime: readonly StorageGroup[] = [
  { title: "opening and closing", cases: opening },
  { title: "restarts", cases: needing("restart", ...restarts) },
];
