import { memory } from "@tutti/core";
import type { ExecutionQuery, ExecutionRow, ExecutionStatus, Page, Storage } from "@tutti/core/runtime";
import { cleanUp, commitOf, openStore, type TestStore } from "../testing/store";
import { listQuery } from "./list";
import { ListKeys } from "./list-keys";

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
    for (const query of queries) {
      const { sql, values } = listQuery({ ...query, limit: 50 }, new ListKeys());
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
  const both = { workflow_id: "many", created_by: "bob", limit: 50 };

  it("reads nothing of either that is not of both", async () => {
    const store = openStore();
    const others = Array.from({ length: 40 }, (_, n) =>
      n % 2 === 0 ? { workflow_id: "many" } : { created_by: "bob" },
    );
    await Promise.all(others.map((part, n) => store.append(commitOf(`e${n}`, [1], part))));
    await store.append(commitOf("both", [1], { workflow_id: "many", created_by: "bob" }));
    const { sql, values } = listQuery(both, new ListKeys());
    const plan = store.db().prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values);
    expect(plan.filter(({ detail }) => /executions_by_(?!pair)/.test(String(detail)))).toEqual([]);
    expect(store.listExecutions(both).rows.map(({ execution_id }) => execution_id)).toEqual(["both"]);
  });

  it.each(["executions_by_workflow", "executions_by_creator", "executions_by_pair"])(
    "is right where texts share a number in %s",
    async (index) => {
      const store = openStore();
      await store.append(commitOf("both", [1], { workflow_id: "many", created_by: "bob" }));
      await store.append(commitOf("other", [1], { workflow_id: "few", created_by: "ada" }));
      // No two texts with the same number are known, so here all have it.
      const same = Object.assign(new ListKeys(), { of: () => 7 });
      store.db().exec("UPDATE executions SET workflow_key = 7, creator_key = 7, pair_key = 7");
      const { workflow_id, created_by } = both;
      const query = {
        executions_by_workflow: { workflow_id },
        executions_by_creator: { created_by },
        executions_by_pair: { workflow_id, created_by },
      }[index];
      const { sql, values } = listQuery({ ...query, limit: 50 }, same);
      expect(sql).toContain(index);
      expect(store.db().prepare(sql).all(values)).toEqual([
        expect.objectContaining({ execution_id: "both" }),
      ]);
    },
  );
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
