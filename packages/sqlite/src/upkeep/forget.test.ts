import { errorOf } from "../testing/expect";
import {
  cleanUp,
  commitOf,
  endedCommit,
  makeStore,
  openStore,
  type TestStore,
  turns,
} from "../testing/store";

afterEach(cleanUp);

const ids = (store: TestStore): string[] =>
  store
    .listExecutions({ limit: 1000 })
    .rows.map(({ execution_id }) => execution_id)
    .toSorted();

/** Executions e1..en that ended at 1..n. */
async function ended(store: TestStore, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  await Promise.all(numbers.map((n) => store.append(endedCommit(`e${n}`, n, { key: `k${n}` }))));
}

describe("prune", () => {
  it("forgets executions that ended before a time, with their journals and keys", async () => {
    const store = openStore();
    await ended(store, 5);
    expect(store.prune({ before: 3 })).toBe(2);
    expect(ids(store)).toEqual(["e3", "e4", "e5"]);
    expect([store.read("e1"), store.getExecution("e2"), store.findByIdempotencyKey("w", "k2")]).toEqual([
      [],
      undefined,
      undefined,
    ]);
    expect(store.db().prepare("SELECT count(*) AS rows FROM journal").get()).toEqual({ rows: 3 });
    expect(store.prune({ before: 3 })).toBe(0);
  });

  it.each([
    [{ keep: 2 }, ["e4", "e5"]],
    [{ keep: 9 }, ["e1", "e2", "e3", "e4", "e5"]],
    [{ keep: 0 }, []],
    [{ olderThanMs: 7 }, ["e3", "e4", "e5"]],
    [{ before: 5, keep: 4 }, ["e2", "e3", "e4", "e5"]],
    [{ before: 2, keep: 1 }, ["e2", "e3", "e4", "e5"]],
    [{ before: 4, olderThanMs: 8 }, ["e2", "e3", "e4", "e5"]],
  ])("by %j keeps %j", async (options, kept) => {
    const store = openStore({}, { now: () => 10 });
    await ended(store, 5);
    expect(store.prune(options)).toBe(5 - kept.length);
    expect(ids(store)).toEqual(kept);
  });

  it.each([{}, { keep: -1 }, { before: Number.NaN }, { olderThanMs: -5 }])("refuses %j", (options) => {
    expect(() => openStore().prune(options)).toThrow(errorOf("INVALID_OPTIONS"));
  });

  it("never forgets what has not ended, nor children of such", async () => {
    const store = openStore();
    await store.append(commitOf("parent", [1]));
    await store.append(endedCommit("child", 1, { parent_execution_id: "parent" }));
    await store.append(endedCommit("grandchild", 1, { parent_execution_id: "child" }));
    await store.append(endedCommit("orphan", 1, { parent_execution_id: "gone" }));
    expect(store.prune({ keep: 0 })).toBe(2);
    expect(ids(store)).toEqual(["child", "parent"]);
    await store.append(commitOf("parent", [2], { status: "completed", completed_at: 2 }));
    expect(store.prune({ keep: 0 })).toBe(2);
    expect(ids(store)).toEqual([]);
  });

  it("does not count what it leaves behind as forgotten", async () => {
    const store = openStore();
    await store.append(commitOf("parent", [1]));
    await store.append(endedCommit("child", 1, { parent_execution_id: "parent" }));
    await ended(store, 3);
    expect(store.prune({ keep: 2 })).toBe(1);
    expect(ids(store)).toEqual(["child", "e2", "e3", "parent"]);
  });

  it("forgets any number, in transactions of bounded size", async () => {
    const store = openStore();
    await ended(store, 1000);
    expect(store.prune({ keep: 10 })).toBe(990);
    expect(ids(store)).toHaveLength(10);
  });

  it("forgets what is queued too: the calls keep their order", async () => {
    const store = openStore();
    const appended = store.append(endedCommit("x", 1));
    expect(store.prune({ keep: 0 })).toBe(1);
    await appended;
  });
});

describe("retention", () => {
  it("keeps so many ended executions, and all that have not ended", async () => {
    const store = openStore({ retention: { maxExecutions: 3 } });
    await store.append(commitOf("open", [1]));
    await ended(store, 5);
    await turns();
    expect(ids(store)).toEqual(["e3", "e4", "e5", "open"]);
    await store.append(endedCommit("e6", 6));
    await turns();
    expect(ids(store)).toEqual(["e4", "e5", "e6", "open"]);
  });

  it("does not count an execution that was taken up again", async () => {
    const store = openStore({ retention: { maxExecutions: 1 } });
    await store.append(endedCommit("a", 1));
    await store.append(commitOf("a", [3], { completed_at: null }));
    await store.append(endedCommit("b", 2));
    await turns();
    expect(ids(store)).toEqual(["a", "b"]);
    await store.append(commitOf("a", [4], { status: "completed", completed_at: 3 }));
    await turns();
    expect(ids(store)).toEqual(["a"]);
  });

  it("keeps nothing that ended too long before the newest entry", async () => {
    const store = openStore({ retention: { maxAgeMs: 640 } });
    for (const at of [1000, 1005, 1500]) await store.append(endedCommit(`e${at}`, at));
    await store.append(commitOf("open", [1], { time: 1643 }));
    await turns();
    expect(ids(store)).toEqual(["e1005", "e1500", "open"]);
    await store.append(commitOf("open", [2], { time: 5000 }));
    await turns();
    expect(ids(store)).toEqual(["open"]);
  });

  it("forgets at opening what came to be too much", async () => {
    const store = openStore();
    await ended(store, 600);
    store.close();
    const limited = openStore({ path: store.path, retention: { maxExecutions: 20, maxAgeMs: 10 } });
    expect(ids(limited)).toHaveLength(600);
    await turns(1);
    const left = ids(limited).length;
    expect(left).toBeGreaterThan(300);
    expect(left).toBeLessThan(600);
    await turns(3);
    // It ended at 590 or later.
    expect(ids(limited)).toHaveLength(11);
  });

  it("lets few be too many where many are kept, so that one transaction serves many", async () => {
    const store = openStore({ retention: { maxExecutions: 100 } });
    await ended(store, 109);
    await turns();
    expect(ids(store)).toHaveLength(109);
    await store.append(endedCommit("one more", 200));
    await turns();
    expect(ids(store)).toHaveLength(100);
  });

  it("leaves children of unfinished executions, and takes them when their parent goes", async () => {
    const store = openStore({ retention: { maxExecutions: 1 } });
    await store.append(commitOf("parent", [1]));
    for (let n = 0; n < 600; n++)
      void store.append(endedCommit(`c${n}`, n, { parent_execution_id: "parent" }));
    await store.append(endedCommit("other", 700));
    await turns(5);
    expect(ids(store)).toHaveLength(601);
    await store.append(commitOf("parent", [2], { status: "completed", completed_at: 800 }));
    await store.append(endedCommit("last", 900));
    await turns(6);
    expect(ids(store)).toEqual(["last"]);
  });

  it("waits for a better time when the disk is full, and stops when the store closes", async () => {
    const store = openStore({ retention: { maxExecutions: 1 } });
    await store.append(commitOf("x", [1]));
    store.db().exec("CREATE TRIGGER full BEFORE DELETE ON executions BEGIN SELECT RAISE(ABORT, 'full'); END");
    await ended(store, 3);
    await turns();
    expect(ids(store)).toHaveLength(4);
    store.db().exec("DROP TRIGGER full");
    await store.append(commitOf("x", [2]));
    await turns();
    expect(ids(store)).toEqual(["e3", "x"]);
    await store.append(endedCommit("e4", 4));
    store.close();
    await turns();
    const again = makeStore({ path: store.path });
    again.open();
    expect(again.prune({ keep: 0 })).toBeGreaterThan(0);
  });

  it("knows what prune has forgotten already", async () => {
    const store = openStore({ retention: { maxExecutions: 3 } });
    await ended(store, 3);
    store.prune({ keep: 0 });
    await store.append(endedCommit("a", 10));
    await store.append(endedCommit("b", 11));
    await turns();
    expect(ids(store)).toEqual(["a", "b"]);
  });
});
