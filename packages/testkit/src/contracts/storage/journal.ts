import type { Commit, Storage } from "@tutti/core/runtime";
import { refuses, same } from "../check";
import { aCommit, anEntry, aRow } from "./samples";
import { type StorageCase, type StorageGroup, storageCase } from "./storage-case";

/** The sequences of an execution's entries. */
async function sequences(storage: Storage, id: string, from?: number): Promise<number[]> {
  return (await storage.read(id, from)).map(({ sequence }) => sequence);
}

/** Appends one after the other. */
async function appendAll(storage: Storage, ...commits: readonly Commit[]): Promise<void> {
  for (const commit of commits) await storage.append(commit);
}

const reading: StorageCase[] = [
  storageCase("gives entries back whole and in order", async (storage) => {
    const commits = [aCommit("x", [1, 2]), aCommit("x", [3])];
    await appendAll(storage, ...commits);
    same(
      await storage.read("x"),
      commits.flatMap(({ entries }) => entries),
    );
  }),
  storageCase("reads from any sequence on", async (storage) => {
    await appendAll(storage, aCommit("x", [1, 2]), aCommit("x", [3]));
    const found = await Promise.all([0, 1, 2, 3, 4, 100].map((from) => sequences(storage, "x", from)));
    same(found, [[1, 2, 3], [1, 2, 3], [2, 3], [3], [], []]);
  }),
  storageCase("knows nothing of an execution that was never stored", async (storage) => {
    await storage.append(aCommit("x", [1]));
    same([await storage.read("y"), await storage.getExecution("y")], [[], undefined]);
  }),
  storageCase("gives answers that a later append does not change", async (storage) => {
    await storage.append(aCommit("x", [1]));
    const before = [await storage.read("x"), await storage.unfinished()];
    await appendAll(storage, aCommit("x", [2]), aCommit("y", [1]));
    same(
      before.map((answer) => answer.length),
      [1, 1],
    );
  }),
  storageCase("keeps executions apart whose ids differ in little", async (storage) => {
    const ids = ["x", "X", "x ", " x", "xx", "x%", "x_", "é", "e\u0301"];
    for (const id of ids) await storage.append(aCommit(id, [1], { data: { id } }));
    for (const id of ids) same((await storage.read(id))[0]?.data, { id });
    same((await storage.unfinished()).length, ids.length);
  }),
];

const conflicts: StorageCase[] = [
  ...(
    [
      ["a gap", [4]],
      ["a first entry for what has entries already, with other content", [1]],
      ["a sequence below 1", [0]],
      ["entries of which only some are stored already", [2, 3]],
      ["a gap inside the commit", [3, 5]],
      ["a sequence twice inside the commit", [3, 3]],
      ["a descending order inside the commit", [4, 3]],
    ] as const
  ).map(([what, wrong]) =>
    storageCase(`refuses ${what} with JOURNAL_CONFLICT, and stores nothing of it`, async (storage) => {
      await storage.append(aCommit("x", [1, 2]));
      const commit = aCommit("x", wrong, { row: { status: "failed" }, data: { refused: true } });
      await refuses(() => storage.append(commit), { code: "JOURNAL_CONFLICT" });
      same([await sequences(storage, "x"), (await storage.getExecution("x"))?.status], [[1, 2], "running"]);
    }),
  ),
  storageCase("refuses a journal that does not begin with 1", async (storage) => {
    await refuses(() => storage.append(aCommit("x", [2])), { code: "JOURNAL_CONFLICT" });
    same([await storage.read("x"), await storage.getExecution("x")], [[], undefined]);
    same(await storage.unfinished(), []);
  }),
  storageCase("keeps no idempotency key of a commit that it refuses", async (storage) => {
    await refuses(() => storage.append(aCommit("x", [2], { idempotency_key: "k" })), {
      code: "JOURNAL_CONFLICT",
    });
    same(await storage.findByIdempotencyKey("w", "k"), undefined);
  }),
  storageCase("goes on with the right sequence after it has refused a wrong one", async (storage) => {
    await storage.append(aCommit("x", [1]));
    await refuses(() => storage.append(aCommit("x", [3])), { code: "JOURNAL_CONFLICT" });
    await storage.append(aCommit("x", [2]));
    same(await sequences(storage, "x"), [1, 2]);
  }),
];

const repeats: StorageCase[] = [
  storageCase("takes entries that are stored already, just the same, as stored", async (storage) => {
    const commit = aCommit("x", [1, 2], { row: { status: "waiting", wakes_at: 7 } });
    await appendAll(storage, commit, commit);
    same(await storage.read("x"), commit.entries);
    same(await storage.getExecution("x"), commit.row);
  }),
  storageCase("does not go back when it is given entries that are stored already", async (storage) => {
    const old = aCommit("x", [1]);
    await appendAll(storage, old, aCommit("x", [2], { row: { status: "waiting" } }), old);
    same([await sequences(storage, "x"), (await storage.getExecution("x"))?.status], [[1, 2], "waiting"]);
  }),
  storageCase("refuses a stored sequence with other content", async (storage) => {
    await storage.append(aCommit("x", [1, 2]));
    const other = { entries: [anEntry("x", 2, { n: "other" })], row: aRow("x", { sequence: 2 }) };
    await refuses(() => storage.append(other), { code: "JOURNAL_CONFLICT" });
    same((await storage.read("x"))[1]?.data, { n: 2 });
  }),
];

const settling: StorageCase[] = [
  storageCase("takes commits of many executions in one turn, each whole", async (storage) => {
    const ids = Array.from({ length: 50 }, (_, n) => `x${n}`);
    await Promise.all(ids.map(async (id) => storage.append(aCommit(id, [1, 2], { data: { id } }))));
    for (const id of ids)
      same(
        (await storage.read(id)).map(({ data }) => data),
        [{ id }, { id }],
      );
    same((await storage.unfinished()).length, 50);
  }),
  storageCase(
    "takes several commits of one execution in one turn, in the order of the calls",
    async (storage) => {
      const numbers = [1, 2, 3, 4, 5];
      await Promise.all(
        numbers.map(async (n) => storage.append(aCommit("x", [n], { row: { wakes_at: n } }))),
      );
      same([await sequences(storage, "x"), (await storage.getExecution("x"))?.wakes_at], [numbers, 5]);
    },
  ),
  storageCase("settles commits in the order of the calls", async (storage) => {
    const settled: string[] = [];
    const calls = ["a1", "b1", "a2", "c1", "b2", "a3"].map(async (call) => {
      const [id = "", sequence = ""] = call;
      await storage.append(aCommit(id, [Number(sequence)]));
      settled.push(call);
    });
    await Promise.all(calls);
    same(settled, ["a1", "b1", "a2", "c1", "b2", "a3"]);
  }),
  storageCase("refuses one commit of a turn without harming the others", async (storage) => {
    await storage.append(aCommit("x", [1]));
    const outcomes = await Promise.allSettled(
      [aCommit("y", [1]), aCommit("x", [5]), aCommit("x", [2]), aCommit("z", [1])].map(async (commit) =>
        storage.append(commit),
      ),
    );
    same(
      outcomes.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled", "fulfilled"],
    );
    same(await Promise.all(["x", "y", "z"].map((id) => sequences(storage, id))), [[1, 2], [1], [1]]);
  }),
  storageCase("shows a commit whole, entries and row, once it is acknowledged", async (storage) => {
    for (const sequence of [1, 2, 3]) {
      await storage.append(aCommit("x", [sequence], { row: { started_at: sequence } }));
      const row = await storage.getExecution("x");
      same(
        [await sequences(storage, "x"), row?.sequence, row?.started_at],
        [Array.from({ length: sequence }, (_, n) => n + 1), sequence, sequence],
      );
    }
  }),
  storageCase("keeps a journal of thousands of entries", async (storage) => {
    const all = Array.from({ length: 2000 }, (_, n) => n + 1);
    await storage.append(aCommit("x", all.slice(0, 1500)));
    await storage.append(aCommit("x", all.slice(1500)));
    same([await sequences(storage, "x"), await sequences(storage, "x", 1999)], [all, [1999, 2000]]);
  }),
  storageCase("takes entries again after a probe", async (storage) => {
    await storage.append(aCommit("x", [1]));
    await storage.probe();
    await storage.append(aCommit("x", [2]));
    same([await sequences(storage, "x"), (await storage.unfinished()).length], [[1, 2], 1]);
  }),
];

/** The journal: appending and reading. */
export const journal: readonly StorageGroup[] = [
  { title: "reading a journal", cases: reading },
  { title: "conflicts", cases: conflicts },
  { title: "entries that are stored already", cases: repeats },
  { title: "commits", cases: settling },
];
