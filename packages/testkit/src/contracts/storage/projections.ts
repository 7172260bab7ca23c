import type { ExecutionRow, ExecutionStatus, Storage } from "@tutti/core/runtime";
import { same } from "../check";
import { aCommit, aRow, countedId, NOON } from "./samples";
import { type StorageCase, type StorageGroup, storageCase } from "./storage-case";

const ended = (status: ExecutionStatus): Partial<ExecutionRow> => ({ status, completed_at: NOON + 9 });

async function unfinishedIds(storage: Storage): Promise<string[]> {
  return (await storage.unfinished()).map(({ execution_id }) => execution_id);
}

const rows: StorageCase[] = [
  storageCase("has every column as the last commit said it", async (storage) => {
    const row = aRow("x", {
      workflow_id: "another",
      workflow_revision: 7,
      workflow_name: "another name",
      status: "failed",
      created_by: "bob",
      correlation_id: "group",
      parent_execution_id: "parent",
      started_at: NOON + 1,
      completed_at: NOON + 2,
      error: { code: "BROKEN", message: "It broke.", action_id: null, attempt: 0 },
      sequence: 2,
      wakes_at: NOON + 3,
    });
    await storage.append(aCommit("x", [1]));
    await storage.append({ ...aCommit("x", [2]), row });
    same(await storage.getExecution("x"), row);
    same((await storage.listExecutions({ limit: 10 })).rows, [row]);
  }),
  storageCase("goes back to null where the last commit says null", async (storage) => {
    const full = { wakes_at: NOON, completed_at: NOON, started_at: NOON, error: { code: "X" } };
    await storage.append(aCommit("x", [1], { row: full }));
    await storage.append(aCommit("x", [2]));
    same(await storage.getExecution("x"), aRow("x", { sequence: 2 }));
  }),
  ...(["pending", "running", "waiting", "paused", "completed", "failed", "cancelled"] as const).map(
    (status) =>
      storageCase(`knows the status ${status}`, async (storage) => {
        await storage.append(aCommit("x", [1], { row: { status } }));
        same((await storage.getExecution("x"))?.status, status);
        same((await storage.listExecutions({ limit: 10, status: [status] })).rows.length, 1);
      }),
  ),
  storageCase("keeps when a waiting execution wakes", async (storage) => {
    await storage.append(aCommit("x", [1], { row: { status: "waiting", wakes_at: NOON + 60_000 } }));
    await storage.append(aCommit("y", [1], { row: { status: "waiting", wakes_at: null } }));
    same(
      (await storage.unfinished()).map(({ wakes_at }) => wakes_at),
      [NOON + 60_000, null],
    );
  }),
];

const unfinished: StorageCase[] = [
  storageCase("are those that have not ended, whatever their status", async (storage) => {
    const open = ["pending", "running", "waiting", "paused"] as const;
    for (const [n, status] of open.entries())
      await storage.append(aCommit(countedId(n), [1], { row: { status, created_at: NOON + n } }));
    for (const [n, status] of (["completed", "failed", "cancelled"] as const).entries())
      await storage.append(aCommit(countedId(9 + n), [1], { row: ended(status) }));
    same(
      (await storage.unfinished()).map(({ status }) => status),
      open,
    );
  }),
  storageCase("come oldest first, also when others have gone on since", async (storage) => {
    for (const n of [1, 2, 3, 4])
      await storage.append(aCommit(countedId(n), [1], { row: { created_at: NOON + n } }));
    for (const n of [3, 1])
      await storage.append(aCommit(countedId(n), [2], { row: { created_at: NOON + n } }));
    same(
      await unfinishedIds(storage),
      [1, 2, 3, 4].map((n) => countedId(n)),
    );
  }),
  storageCase("come in the order in which they were stored when they are as old", async (storage) => {
    for (const n of [2, 1, 3]) await storage.append(aCommit(countedId(n), [1]));
    same(
      await unfinishedIds(storage),
      [2, 1, 3].map((n) => countedId(n)),
    );
  }),
  storageCase("come whole, as their last commit said", async (storage) => {
    await storage.append(aCommit("x", [1]));
    const commit = aCommit("x", [2], { row: { status: "waiting", started_at: NOON + 1 } });
    await storage.append(commit);
    same(await storage.unfinished(), [commit.row]);
  }),
  storageCase("have an execution again that was taken up after its end", async (storage) => {
    await storage.append(aCommit("x", [1], { row: ended("failed") }));
    same(await unfinishedIds(storage), []);
    await storage.append(aCommit("x", [2]));
    same(await unfinishedIds(storage), ["x"]);
    await storage.append(aCommit("x", [3], { row: ended("completed") }));
    same(await unfinishedIds(storage), []);
  }),
  storageCase("come oldest first, though they were stored in another order", async (storage) => {
    for (const n of [3, 1, 2])
      await storage.append(aCommit(countedId(n), [1], { row: { created_at: NOON + n } }));
    same(
      await unfinishedIds(storage),
      [1, 2, 3].map((n) => countedId(n)),
    );
  }),
  ...[1, 2, 3, 10, 11, 100].map((limit) =>
    storageCase(
      `come in parts, each behind the last one of the part before: ${limit} each`,
      async (storage) => {
        for (let n = 0; n < 10; n++)
          await storage.append(aCommit(countedId(n), [1], { row: { created_at: NOON + Math.floor(n / 4) } }));
        await storage.append(aCommit("ended", [1], { row: ended("completed") }));
        const found: string[][] = [];
        let part = await storage.unfinished({ limit });
        while (part.length > 0 && found.length < 20) {
          found.push(part.map(({ execution_id }) => execution_id));
          part = await storage.unfinished({ limit, after: part.at(-1) });
        }
        same(
          found.flat(),
          Array.from({ length: 10 }, (_, n) => countedId(n)),
        );
        same(found[0]?.length, Math.min(limit, 10));
      },
    ),
  ),
  storageCase("go on behind one that has ended meanwhile", async (storage) => {
    for (const n of [1, 2, 3]) await storage.append(aCommit(countedId(n), [1]));
    const [, after] = await storage.unfinished({ limit: 2 });
    await storage.append(aCommit(countedId(2), [2], { row: ended("failed") }));
    same(
      (await storage.unfinished({ limit: 2, after })).map(({ execution_id }) => execution_id),
      [countedId(3)],
    );
  }),
  storageCase("are all there, however many", async (storage) => {
    const ids = Array.from({ length: 1500 }, (_, n) => countedId(n));
    await Promise.all(ids.map(async (id) => storage.append(aCommit(id, [1]))));
    same(await unfinishedIds(storage), ids);
  }),
];

const keys: StorageCase[] = [
  storageCase("finds the execution that was started with the key", async (storage) => {
    await storage.append(aCommit("x", [1], { idempotency_key: "k" }));
    await storage.append(aCommit("x", [2]));
    same(await storage.findByIdempotencyKey("w", "k"), "x");
    same(await storage.findByIdempotencyKey("w", "K"), undefined);
  }),
  storageCase("keeps the keys of each workflow apart", async (storage) => {
    await storage.append(aCommit("x", [1], { idempotency_key: "k" }));
    await storage.append(aCommit("y", [1], { row: { workflow_id: "v" }, idempotency_key: "k" }));
    const found = await Promise.all(["w", "v", "u"].map(async (id) => storage.findByIdempotencyKey(id, "k")));
    same(found, ["x", "y", undefined]);
  }),
  storageCase("does not mix up where the workflow ends and the key begins", async (storage) => {
    await storage.append(aCommit("x", [1], { row: { workflow_id: "a" }, idempotency_key: "bc" }));
    await storage.append(aCommit("y", [1], { row: { workflow_id: "ab" }, idempotency_key: "c" }));
    same(
      [await storage.findByIdempotencyKey("a", "bc"), await storage.findByIdempotencyKey("ab", "c")],
      ["x", "y"],
    );
  }),
  storageCase("takes an empty key as a key, and no key as none", async (storage) => {
    await storage.append(aCommit("x", [1], { idempotency_key: "" }));
    await storage.append(aCommit("y", [1]));
    same(
      [await storage.findByIdempotencyKey("w", ""), await storage.findByIdempotencyKey("w", "y")],
      ["x", undefined],
    );
  }),
];

/** What is stored beside the journal, in the same commit. */
export const projections: readonly StorageGroup[] = [
  { title: "an execution's row", cases: rows },
  { title: "unfinished executions", cases: unfinished },
  { title: "idempotency keys", cases: keys },
];
