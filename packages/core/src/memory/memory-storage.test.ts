import type { Commit, ExecutionRow, WorkflowRecord } from "../ports";
import { memory } from "./memory-storage";

const row = (execution_id: string, rest: Partial<ExecutionRow> = {}): ExecutionRow => ({
  execution_id,
  workflow_id: "w",
  workflow_revision: 1,
  workflow_name: "test",
  status: "running",
  created_by: "ada",
  correlation_id: execution_id,
  parent_execution_id: null,
  created_at: 1,
  started_at: null,
  completed_at: null,
  error: null,
  sequence: 1,
  wakes_at: null,
  ...rest,
});

const commit = (
  execution_id: string,
  sequences: readonly number[],
  { key, ...rest }: Partial<ExecutionRow> & { readonly key?: string } = {},
): Commit => ({
  entries: sequences.map((sequence) => ({
    execution_id,
    sequence,
    time: 1,
    type: "t",
    data: { zero: 0, no: false, empty: "", none: null },
  })),
  row: row(execution_id, { sequence: sequences.at(-1) ?? 0, ...rest }),
  ...(key === undefined ? {} : { idempotency_key: key }),
});

const record = (workflow_id: string, rest: Partial<WorkflowRecord> = {}): WorkflowRecord => ({
  workflow_id,
  revision: 1,
  status: "active",
  definition: { name: workflow_id },
  created_by: "ada",
  created_at: 1,
  updated_by: "ada",
  updated_at: 1,
  ...rest,
});

describe("memory: the journal", () => {
  it("gives entries back as they were stored, from any place", async () => {
    const storage = memory();
    await storage.open();
    await storage.append(commit("x", [1, 2]));
    await storage.append(commit("x", [3]));
    const sequences = async (from?: number): Promise<number[]> =>
      (await storage.read("x", from)).map(({ sequence }) => sequence);
    expect([
      await sequences(),
      await sequences(0),
      await sequences(1),
      await sequences(3),
      await sequences(4),
    ]).toEqual([[1, 2, 3], [1, 2, 3], [1, 2, 3], [3], []]);
    expect((await storage.read("x"))[0]?.data).toEqual({ zero: 0, no: false, empty: "", none: null });
    expect(await storage.read("y")).toEqual([]);
    expect([storage.name, storage.abilities.durable, (await storage.getExecution("x"))?.sequence]).toEqual([
      "memory",
      false,
      3,
    ]);
    await storage.close();
  });

  it("refuses a sequence that is not the next one, and stores nothing of it", async () => {
    const storage = memory();
    await storage.append(commit("x", [1]));
    const other = {
      ...commit("x", [1]),
      entries: commit("x", [1]).entries.map((one) => ({ ...one, time: 2 })),
    };
    for (const wrong of [commit("x", [3]), commit("x", []), other]) {
      expect(() => storage.append(wrong)).toThrow(/Journal of x is at sequence 1/);
    }
    expect(await storage.read("x")).toEqual(commit("x", [1]).entries);
  });

  it("takes what is stored already as stored", async () => {
    const storage = memory();
    await storage.append(commit("x", [1, 2]));
    await storage.append(commit("x", [2], { status: "failed" }));
    await storage.probe();
    expect([(await storage.read("x")).length, (await storage.getExecution("x"))?.status]).toEqual([
      2,
      "running",
    ]);
  });

  it("forgets the oldest ended executions beyond the bound, with their keys", async () => {
    const storage = memory({ endedExecutions: 2 });
    await storage.append(commit("open", [1]));
    for (const id of ["a", "b", "c"])
      await storage.append(commit(id, [1], { completed_at: 2, status: "completed", key: `key ${id}` }));
    expect([
      await storage.getExecution("a"),
      await storage.read("a"),
      await storage.findByIdempotencyKey("w", "key a"),
    ]).toEqual([undefined, [], undefined]);
    expect([
      await storage.findByIdempotencyKey("w", "key b"),
      await storage.findByIdempotencyKey("v", "key b"),
    ]).toEqual(["b", undefined]);
    expect((await storage.unfinished()).map(({ execution_id }) => execution_id)).toEqual(["open"]);
    for (const [id, created_at] of [
      ["z", 3],
      ["x", 2],
      ["y", 2],
    ] as const)
      await storage.append(commit(id, [1], { created_at }));
    const part = async (limit: number, after?: ExecutionRow) =>
      (await storage.unfinished({ limit, after })).map(({ execution_id }) => execution_id);
    expect(await part(3)).toEqual(["open", "x", "y"]);
    expect(await part(3, row("x", { created_at: 2 }))).toEqual(["y", "z"]);
    expect(await part(3, row("z", { created_at: 3 }))).toEqual([]);
  });

  it("does not forget an execution that was taken up again", async () => {
    const storage = memory({ endedExecutions: 1 });
    await storage.append(commit("a", [1], { completed_at: 2 }));
    await storage.append(commit("a", [2], { completed_at: null }));
    await storage.append(commit("b", [1], { completed_at: 3 }));
    await storage.append(commit("a", [3], { completed_at: 4 }));
    expect([(await storage.getExecution("a"))?.sequence, await storage.getExecution("b")]).toEqual([
      3,
      undefined,
    ]);
  });
});

describe("memory: lists of executions", () => {
  const ids = async (query: object): Promise<string[]> => {
    const storage = memory();
    const made = {
      a: { created_at: 1 },
      b: { created_at: 2, status: "failed" as const },
      c: { created_at: 2, created_by: "bob", workflow_id: "v" },
      d: { created_at: 3, correlation_id: "group" },
    };
    for (const [id, rest] of Object.entries(made)) await storage.append(commit(id, [1], rest));
    return (await storage.listExecutions({ limit: 10, ...query })).rows.map(
      ({ execution_id }) => execution_id,
    );
  };

  it.each([
    [{}, ["d", "c", "b", "a"]],
    [{ limit: 2 }, ["d", "c"]],
    [{ workflow_id: "v" }, ["c"]],
    [{ status: ["failed", "cancelled"] }, ["b"]],
    [{ status: [] }, []],
    [{ created_by: "bob" }, ["c"]],
    [{ correlation_id: "group" }, ["d"]],
    [{ since: 2 }, ["d", "c", "b"]],
    [{ until: 2 }, ["a"]],
    [{ since: 2, until: 3 }, ["c", "b"]],
  ])("by %j", async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it("go on behind the cursor, whatever came in between", async () => {
    const storage = memory();
    for (const n of [1, 2, 3, 4, 5])
      await storage.append(commit(`x${n}`, [1], { created_at: n < 4 ? 1 : n }));
    const first = await storage.listExecutions({ limit: 2 });
    await storage.append(commit("new", [1], { created_at: 9 }));
    const second = await storage.listExecutions({ limit: 2, cursor: first.next_cursor ?? "" });
    const third = await storage.listExecutions({ limit: 2, cursor: second.next_cursor ?? "" });
    expect([first, second, third].map(({ rows }) => rows.map(({ execution_id }) => execution_id))).toEqual([
      ["x5", "x4"],
      ["x3", "x2"],
      ["x1"],
    ]);
    expect(third.next_cursor).toBeNull();
  });

  it.each(["", "abc", "_x", "1_", "x_y"])("refuse the cursor %j, which no list gave", (cursor) => {
    expect(() => memory().listExecutions({ limit: 1, cursor })).toThrow(/cursor/);
  });
});

describe("memory: workflows", () => {
  it("keeps every revision and gives the newest", async () => {
    const storage = memory();
    await storage.putWorkflow(record("w"));
    await storage.putWorkflow(record("w", { revision: 2, definition: { name: "newer" } }));
    expect([
      (await storage.getWorkflow("w"))?.revision,
      (await storage.getWorkflow("w", 1))?.revision,
      await storage.getWorkflow("w", 3),
      await storage.getWorkflow("v"),
    ]).toEqual([2, 1, undefined, undefined]);
    expect(() => storage.putWorkflow(record("w", { revision: 2 }))).toThrow(/revision/);
  });

  it("hides a deleted workflow, but not its revisions", async () => {
    const storage = memory();
    await storage.putWorkflow(record("w"));
    expect([
      await storage.deleteWorkflow("w"),
      await storage.deleteWorkflow("w"),
      await storage.deleteWorkflow("v"),
    ]).toEqual([true, false, false]);
    expect([await storage.getWorkflow("w"), (await storage.getWorkflow("w", 1))?.workflow_id]).toEqual([
      undefined,
      "w",
    ]);
    expect((await storage.listWorkflows({ limit: 10 })).rows).toEqual([]);
  });

  it.each([
    [{}, ["c", "b", "a"]],
    [{ text: "ORDER" }, ["b", "a"]],
    [{ tag: "shop" }, ["a"]],
    [{ status: "inactive" as const }, ["c"]],
    [{ created_by: "bob" }, ["b"]],
  ])("lists them by %j", async (query, expected) => {
    const storage = memory();
    await storage.putWorkflow(record("a", { definition: { name: "An order", tags: ["shop"] } }));
    await storage.putWorkflow(
      record("b", { definition: { name: "b", description: "for orders" }, created_by: "bob", created_at: 2 }),
    );
    await storage.putWorkflow(record("c", { status: "inactive", created_at: 3 }));
    expect(
      (await storage.listWorkflows({ limit: 10, ...query })).rows.map(({ workflow_id }) => workflow_id),
    ).toEqual(expected);
  });
});
