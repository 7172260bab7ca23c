import { memory } from "@tutti/core";
import type { ExecutionQuery, ExecutionRow, ExecutionStatus, Page, Storage } from "@tutti/core/runtime";
import { cleanUp, commitOf, openStore, type TestStore } from "../testing/store";
import { listQuery } from "./list";
import { IndexChoice, LIST_INDEXES, type ListIndex } from "./list-index";

afterEach(cleanUp);

const STATUSES: ExecutionStatus[] = [
  "pending",
  "running",
  "waiting",
  "paused",
  "completed",
  "failed",
  "cancelled",
];
const ENDED = new Set<ExecutionStatus>(["completed", "failed", "cancelled"]);

/** 240 executions in which every value of one column meets every value of the others. */
function population(): ExecutionRow[] {
  return Array.from({ length: 240 }, (_, index) => {
    const status = STATUSES[index % 7]!;
    const id = `e${(index * 97) % 240}`;
    return commitOf(id, [1], {
      status,
      workflow_id: `w${index % 3}`,
      created_by: `user${index % 2}`,
      // Some have their own id, as the first of a group has: also e7, whose group others are in.
      correlation_id: index % 4 === 0 ? id : index % 5 === 0 ? "e7" : `group${index % 5}`,
      created_at: Math.floor(index / 6),
      completed_at: ENDED.has(status) ? 1000 + index : null,
    }).row;
  });
}

async function filled(): Promise<{ store: TestStore; model: Storage }> {
  const store = openStore();
  const model = memory();
  const commits = population().map((row) => ({ ...commitOf(row.execution_id, [1]), row }));
  await Promise.all(commits.map((commit) => store.append(commit)));
  for (const commit of commits) await model.append(commit);
  return { store, model };
}

/** Every combination of filters: each given or not. The group `e7` has an execution of that id in it. */
function combinations(): Omit<ExecutionQuery, "limit">[] {
  const choices: Partial<ExecutionQuery>[][] = [
    [{}, { workflow_id: "w1" }],
    [{}, { created_by: "user1" }],
    [{}, { correlation_id: "group3" }, { correlation_id: "e7" }],
    [{}, { since: 10 }],
    [{}, { until: 30 }],
    [{}, { status: ["failed"] }, { status: ["running", "waiting"] }],
  ];
  return choices.reduce<Partial<ExecutionQuery>[]>(
    (found, filters) => found.flatMap((query) => filters.map((filter) => ({ ...query, ...filter }))),
    [{}],
  );
}

/** Every index that a list may be read by. */
function indexesFor({ correlation_id, workflow_id, created_by }: Partial<ExecutionQuery>): ListIndex[] {
  if (correlation_id !== undefined) return [LIST_INDEXES.correlation_id];
  const named = [
    ...(workflow_id === undefined ? [] : [LIST_INDEXES.workflow_id]),
    ...(created_by === undefined ? [] : [LIST_INDEXES.created_by]),
  ];
  return named.length === 0 ? ["executions_by_status"] : named;
}

/** The rows of all pages of a list. Cursors are each storage's own. */
async function pages(storage: Storage, query: ExecutionQuery): Promise<(readonly ExecutionRow[])[]> {
  const found = [await storage.listExecutions(query)];
  for (let next = found[0]!.next_cursor; next !== null; next = found.at(-1)!.next_cursor)
    found.push(await storage.listExecutions({ ...query, cursor: next }));
  return found.map(({ rows }) => rows);
}

describe("lists of executions", () => {
  it("give the same pages as the storage in memory, for every combination of filters", async () => {
    const { store, model } = await filled();
    for (const query of combinations()) {
      expect({ query, pages: await pages(store, { ...query, limit: 7 }) }).toEqual({
        query,
        pages: await pages(model, { ...query, limit: 7 }),
      });
    }
  });

  it("give nothing for no status, and all for none named", async () => {
    const { store } = await filled();
    expect(store.listExecutions({ limit: 10, status: [] })).toEqual({ rows: [], next_cursor: null });
    expect(store.listExecutions({ limit: 1000 }).rows).toHaveLength(240);
    expect(store.listExecutions({ limit: 1000, status: STATUSES }).rows).toHaveLength(240);
  });

  it("go on behind the cursor, whatever came in between, also when its row is gone", async () => {
    const store = openStore();
    for (const n of [1, 2, 3, 4, 5])
      await store.append(commitOf(`x${n}`, [1], { created_at: n < 4 ? 1 : n }));
    const ids = (page: Page<ExecutionRow>): string[] => page.rows.map(({ execution_id }) => execution_id);
    const first = store.listExecutions({ limit: 2 });
    await store.append(commitOf("new", [1], { created_at: 9 }));
    store.db().exec("DELETE FROM executions WHERE execution_id = 'x4'");
    const second = store.listExecutions({ limit: 2, cursor: first.next_cursor! });
    const third = store.listExecutions({ limit: 2, cursor: second.next_cursor! });
    expect([first, second, third].map(ids)).toEqual([["x5", "x4"], ["x3", "x2"], ["x1"]]);
    expect(third.next_cursor).toBeNull();
  });

  it.each(["", "abc", "_x", "1_", "x_y"])("refuse the cursor %j, which no list gave", (cursor) => {
    expect(() => openStore().listExecutions({ limit: 1, cursor })).toThrow(/cursor/);
  });

  it("may be of more kinds than statements are kept", async () => {
    const { store } = await filled();
    for (let round = 0; round < 2; round++)
      for (let set = 0; set < 2 ** STATUSES.length; set++) {
        const status = STATUSES.filter((_, bit) => (set >> bit) & 1);
        const { rows } = store.listExecutions({ limit: 1, status });
        expect(rows.length).toBe(Math.min(1, status.length));
      }
  });

  it("read no more than the page, for every combination of filters and places to begin at", () => {
    const db = openStore().db();
    const queries = combinations().flatMap((one) => [one, { ...one, cursor: "20_7" }]);
    for (const [query, index] of queries.flatMap((one) => indexesFor(one).map((by) => [one, by] as const))) {
      const { sql, values } = listQuery({ ...query, limit: 50 }, index);
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values);
      const steps = plan.map(({ detail }) => String(detail));
      const reads = steps.filter((step) => step.includes("executions"));
      // Where a page begins is found in the index, not by passing over what comes before it.
      const hasPlace = query.until !== undefined || "cursor" in query;
      const place = hasPlace ? String.raw`.*created_at<\?` : "";
      const seek = new RegExp(
        String.raw`^SEARCH executions USING INDEX executions_by_\w+ \(.*status=\?${place}`,
      );
      // The first execution of a group is found by its id.
      const first = query.correlation_id === undefined ? [] : [expect.stringContaining("(execution_id=?)")];
      expect({ query, others: reads.filter((read) => !seek.test(read)) }).toEqual({ query, others: first });
      expect(reads).toHaveLength((query.status?.length ?? 7) + first.length);
      // What was created in the same ms may be sorted.
      expect(steps.filter((step) => /SCAN|TEMP B-TREE(?! FOR LAST TERM)/.test(step))).toEqual([]);
    }
  });
});

describe("a list of a workflow's executions by one creator", () => {
  /** A workflow and a creator who have nothing in common, each with so many executions. */
  async function disjoint(ofWorkflow: number, ofCreator: number): Promise<TestStore> {
    const store = openStore();
    const total = ofWorkflow + ofCreator;
    // Those of the one stand among those of the other.
    const isOfWorkflow = (n: number): boolean =>
      Math.floor(((n + 1) * ofWorkflow) / total) > Math.floor((n * ofWorkflow) / total);
    const parts = Array.from({ length: total }, (_, n) =>
      isOfWorkflow(n) ? { workflow_id: "many" } : { created_by: "bob" },
    );
    await Promise.all(
      parts.map((part, n) => store.append(commitOf(`e${n}`, [1], { created_at: n, ...part }))),
    );
    return store;
  }
  const query = { workflow_id: "many", created_by: "bob", limit: 50 };

  it.each([
    [300, 30, "executions_by_creator"],
    [300, 0, "executions_by_creator"],
    [30, 300, "executions_by_workflow"],
    [0, 300, "executions_by_workflow"],
    [0, 0, "executions_by_workflow"],
  ])("with %i and %i executions reads the fewer: %s", async (ofWorkflow, ofCreator, index) => {
    const store = await disjoint(ofWorkflow, ofCreator);
    expect(new IndexChoice(store.db()).indexFor(query)).toBe(index);
    expect(store.listExecutions(query)).toEqual({ rows: [], next_cursor: null });
  });

  it.each([
    [300, 30, "executions_by_creator"],
    [30, 300, "executions_by_workflow"],
  ])(
    "with %i and %i reads the fewer also when most others were forgotten",
    async (ofWorkflow, ofCreator, index) => {
      const store = await disjoint(ofWorkflow, ofCreator);
      // The last one before the gap, and the first one behind it, are of the one that has fewer.
      const few = ofCreator < ofWorkflow ? "created_by = 'bob'" : "workflow_id = 'many'";
      store.db().exec(`DELETE FROM executions WHERE execution < 250 AND NOT (${few} AND execution < 20)`);
      store.db().exec(`DELETE FROM executions WHERE execution <
      (SELECT min(execution) FROM executions WHERE execution >= 250 AND ${few}) AND execution >= 250`);
      expect(new IndexChoice(store.db()).indexFor(query)).toBe(index);
    },
  );

  it("finds the same by either index", async () => {
    const { store, model } = await filled();
    const both = { workflow_id: "w1", created_by: "user1", limit: 1000 };
    const expected = (await pages(model, both)).flat().map(({ execution_id }) => execution_id);
    for (const index of indexesFor(both)) {
      const { sql, values } = listQuery(both, index);
      const found = store.db().prepare(sql).all(values);
      expect(found.map(({ execution_id }) => execution_id)).toEqual(expected);
    }
  });

  it("decides by the index alone which rows to read", () => {
    const db = openStore().db();
    for (const [index, columns] of [
      ["executions_by_workflow", "workflow_id=? AND status=?"],
      ["executions_by_creator", "created_by=? AND status=?"],
    ] as const) {
      const plan = db.prepare(
        `EXPLAIN QUERY PLAN SELECT execution FROM executions INDEXED BY ${index}
         WHERE workflow_id = 'w' AND created_by = 'ada' AND status = 'failed' ORDER BY created_at DESC`,
      );
      expect(plan.all().map(({ detail }) => detail)).toEqual([
        `SEARCH executions USING COVERING INDEX ${index} (${columns})`,
      ]);
    }
  });
});

describe("unfinished executions", () => {
  it("are listed oldest first", async () => {
    const { store } = await filled();
    const expected = population()
      .filter(({ completed_at }) => completed_at === null)
      .toSorted((a, b) => a.created_at - b.created_at);
    expect(store.unfinished()).toEqual(expected);
  });

  it("are found without looking at the ended ones", async () => {
    const { store } = await filled();
    const plan = store.db().prepare(
      `EXPLAIN QUERY PLAN SELECT execution FROM executions INDEXED BY executions_by_end
       WHERE completed_at IS NULL ORDER BY created_at, execution`,
    );
    expect(plan.all().map(({ detail }) => detail)).toEqual([
      "SEARCH executions USING COVERING INDEX executions_by_end (completed_at=?)",
    ]);
  });
});
