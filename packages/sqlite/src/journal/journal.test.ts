import { cleanUp, commitOf, endedCommit, makeStore, openStore, recordOf } from "../testing/store";

afterEach(cleanUp);

describe("the journal", () => {
  it("gives entries back as they were stored, from any place", async () => {
    const store = openStore();
    await store.append(commitOf("x", [1, 2]));
    await store.append(commitOf("x", [3]));
    const sequences = (from?: number): number[] => store.read("x", from).map(({ sequence }) => sequence);
    expect([sequences(), sequences(0), sequences(2), sequences(3), sequences(4)]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [2, 3],
      [3],
      [],
    ]);
    expect(store.read("y")).toEqual([]);
    expect(store.read("x", 3)).toEqual(commitOf("x", [3]).entries);
    expect([store.getExecution("x"), store.getExecution("y")]).toEqual([commitOf("x", [3]).row, undefined]);
  });

  it("keeps every JSON value, also after the file was opened again", async () => {
    const store = openStore();
    const data = JSON.parse(
      '{"zero":0,"no":false,"empty":"","none":null,"list":[],"object":{},"__proto__":{"x":1},"big":1e300}',
    ) as Record<string, never>;
    const texts = { emoji: "👩‍🚀", half: "a\ud83db", nul: "a\0b", long: "x".repeat(2 ** 20) };
    const commit = commitOf("x", [1], { data: { ...texts, data } });
    await store.append(commit);
    store.close();
    store.open();
    expect(store.read("x")).toEqual(commit.entries);
    expect(Object.hasOwn(store.read("x")[0]!.data["data"] as object, "__proto__")).toBe(true);
  });

  it("keeps every text of a row, half surrogate pairs too", async () => {
    const store = openStore();
    const commit = commitOf("x\ud83d", [1], {
      workflow_id: "w\0\udc00",
      workflow_name: "Füße 👩‍🚀",
      created_by: "\ud83d",
      correlation_id: "\u0000json:",
      parent_execution_id: "p\ud83d",
      error: { code: "E", message: "half \ud83d" },
      status: "failed",
      key: "k\ud83d",
    });
    await store.append(commit);
    expect(store.getExecution("x\ud83d")).toEqual(commit.row);
    expect(store.listExecutions({ limit: 1, created_by: "\ud83d" }).rows).toEqual([commit.row]);
    expect(store.listExecutions({ limit: 1, created_by: "\ud83e" }).rows).toEqual([]);
    expect(store.findByIdempotencyKey("w\0\udc00", "k\ud83d")).toBe("x\ud83d");
    expect(store.findByIdempotencyKey("w\0\udc00", "k\ud83e")).toBeUndefined();
  });

  it.each([[[1]], [[3]], [[]], [[0]]])(
    "refuses the sequences %j after 1, and stores nothing of them",
    async (wrong) => {
      const store = openStore();
      await store.append(commitOf("x", [1]));
      const refused = store.append(commitOf("x", wrong, { status: "failed", data: { other: true } }));
      await expect(refused).rejects.toMatchObject({ code: "JOURNAL_CONFLICT", details: { actual: 1 } });
      expect([store.getExecution("x")?.status, store.read("x").length]).toEqual(["running", 1]);
    },
  );

  it("refuses entries with a gap among them", async () => {
    const store = openStore();
    await expect(store.append(commitOf("x", [1, 3]))).rejects.toMatchObject({ code: "JOURNAL_CONFLICT" });
    expect([store.read("x"), store.getExecution("x")]).toEqual([[], undefined]);
  });

  it("refuses the conflicting commit alone; the others of its transaction are stored", async () => {
    const store = openStore();
    const results = await Promise.allSettled([
      store.append(commitOf("x", [1])),
      store.append(commitOf("x", [3])),
      store.append(commitOf("y", [1])),
      store.append(commitOf("x", [2])),
      store.append(commitOf("z", [2])),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "rejected",
    ]);
    expect([store.read("x").length, store.read("y").length, store.getExecution("z")]).toEqual([
      2,
      1,
      undefined,
    ]);
  });

  it("takes entries that are stored already, just the same, and changes nothing", async () => {
    const store = openStore();
    await store.append(commitOf("x", [1, 2]));
    await store.append(commitOf("x", [3], { status: "paused" }));
    for (const again of [[1, 2], [2], [3], [1, 2, 3]])
      await store.append(commitOf("x", again, { status: "failed" }));
    await expect(store.append(commitOf("x", [2], { data: { other: 1 } }))).rejects.toMatchObject({
      code: "JOURNAL_CONFLICT",
    });
    await expect(store.append(commitOf("x", [3, 4]))).rejects.toMatchObject({ code: "JOURNAL_CONFLICT" });
    expect([store.getExecution("x")?.status, store.read("x").length]).toEqual(["paused", 3]);
  });

  it("goes on with executions of an earlier owner, and with ended ones", async () => {
    const store = openStore();
    await store.append(commitOf("x", [1]));
    await store.append(endedCommit("y", 5));
    store.close();
    store.open();
    await store.append(commitOf("x", [2]));
    await store.append(commitOf("y", [3], { completed_at: null }));
    await store.append(commitOf("z", [1]));
    expect(["x", "y", "z"].map((id) => store.getExecution(id)?.sequence)).toEqual([2, 3, 1]);
    expect(store.getExecution("y")).toMatchObject({ status: "running", completed_at: null });
  });

  it("stores what of a row is not expected to change too", async () => {
    const store = openStore();
    await store.append(commitOf("x", [1]));
    const row = { workflow_revision: 2, workflow_name: "newer", created_by: "bob" };
    await store.append(commitOf("x", [2], row));
    expect(store.getExecution("x")).toMatchObject(row);
  });

  it("lets a commit that can't be stored fail alone", async () => {
    const store = openStore();
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    const unfit = { ...commitOf("u", [1]), row: { ...commitOf("u", [1]).row, status: undefined as never } };
    const results = await Promise.allSettled([
      store.append(commitOf("x", [1])),
      store.append(commitOf("c", [1], { data: cyclic as never })),
      store.append(unfit),
      store.append(commitOf("y", [1])),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    expect([store.read("x").length, store.read("u").length, store.read("y").length]).toEqual([1, 0, 1]);
  });
});

describe("idempotency keys", () => {
  it("find the execution of their workflow, the newest when there are two", async () => {
    const store = openStore();
    await store.append(commitOf("a", [1], { key: "k" }));
    await store.append(commitOf("b", [1], { key: "k", workflow_id: "v" }));
    await store.append(commitOf("c", [1]));
    const found = (workflow: string, key: string): string | undefined =>
      store.findByIdempotencyKey(workflow, key);
    expect([found("w", "k"), found("v", "k"), found("w", "other"), found("u", "k")]).toEqual([
      "a",
      "b",
      undefined,
      undefined,
    ]);
    await store.append(commitOf("d", [1], { key: "k" }));
    expect(found("w", "k")).toBe("d");
  });
});

describe("group commit", () => {
  const commitsOf = (store: ReturnType<typeof openStore>): (() => number) => {
    let count = 0;
    const { db } = store;
    db().function("tutti_counted", () => (count += 1));
    return () => count;
  };

  it("acknowledges in the order of the calls", async () => {
    const store = openStore();
    const done: string[] = [];
    await Promise.all(
      ["a", "b", "c"].map((id) => store.append(commitOf(id, [1])).then(() => void done.push(id))),
    );
    expect(done).toEqual(["a", "b", "c"]);
    expect(commitsOf(store)()).toBe(0);
  });

  it("stores nothing before the turn ends, and everything before something else is changed", async () => {
    const store = openStore();
    const appended = store.append(commitOf("x", [1]));
    expect(store.read("x")).toEqual([]);
    store.putWorkflow(recordOf("w"));
    expect(store.read("x").length).toBe(1);
    await appended;
  });

  it("stores what is queued when it closes, and refuses what comes later", async () => {
    const store = makeStore();
    await expect(store.append(commitOf("x", [1]))).rejects.toThrow(/it is not open/);
    store.open();
    const queued = store.append(commitOf("x", [1]));
    store.close();
    store.close();
    await queued;
    await expect(store.append(commitOf("x", [2]))).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
    expect(() => store.read("x")).toThrow(/it is not open/);
    store.open();
    expect(store.read("x").length).toBe(1);
  });
});
