import type { ExecutionQuery, ExecutionRow, ExecutionStatus, Page, Storage } from "@tutti/core/runtime";
import { refuses, same } from "../check";
import { aCommit, aRow, countedId, NOON } from "./samples";
import { type StorageCase, type StorageGroup, storageCase } from "./storage-case";

/** A filter without its page. */
type Filter = Omit<ExecutionQuery, "limit" | "cursor">;

const STATUSES: readonly ExecutionStatus[] = [
  "pending",
  "running",
  "waiting",
  "paused",
  "completed",
  "failed",
];

/** 48 executions of every combination of a few values; always four were created in the same ms. */
const all: readonly ExecutionRow[] = Array.from({ length: 48 }, (_, n) =>
  aRow(countedId(n), {
    workflow_id: n % 2 === 0 ? "w" : "v",
    created_by: n % 3 === 0 ? "ada" : "bob",
    correlation_id: `group ${n % 5}`,
    status: STATUSES[n % STATUSES.length] as ExecutionStatus,
    created_at: NOON + Math.floor(n / 4) * 10,
  }),
);

const choices: { readonly [Key in keyof Filter]-?: readonly Filter[Key][] } = {
  workflow_id: [undefined, "w", "nobody's"],
  status: [undefined, ["running"], ["failed", "waiting", "pending"], []],
  created_by: [undefined, "ada"],
  correlation_id: [undefined, "group 2"],
  since: [undefined, NOON + 30],
  until: [undefined, NOON + 80],
};

/** Every combination of the choices. */
function combinations(): Filter[] {
  let found: Filter[] = [{}];
  for (const [key, values] of Object.entries(choices)) {
    found = found.flatMap((filter) =>
      values.map((value) => (value === undefined ? filter : { ...filter, [key]: value })),
    );
  }
  return found;
}

/** What a list must give: newest first, and of the same ms what came last. */
function expected({ status, since = 0, until = Number.POSITIVE_INFINITY, ...exact }: Filter): string[] {
  const rows = all.filter(
    (row) =>
      (status === undefined || status.includes(row.status)) &&
      row.created_at >= since &&
      row.created_at < until &&
      Object.entries(exact).every(([key, value]) => row[key as keyof ExecutionRow] === value),
  );
  return rows.map(({ execution_id }) => execution_id).toReversed();
}

async function store(storage: Storage): Promise<void> {
  await Promise.all(all.map(async (row) => storage.append({ ...aCommit(row.execution_id, [1]), row })));
}

const idsOf = ({ rows }: Page<ExecutionRow>): string[] => rows.map(({ execution_id }) => execution_id);

/** The pages of a list, to the last one. */
async function pagesOf(storage: Storage, query: ExecutionQuery): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const page: Page<ExecutionRow> = await storage.listExecutions(
      cursor === null ? query : { ...query, cursor },
    );
    pages.push(idsOf(page));
    cursor = page.next_cursor;
  } while (cursor !== null && pages.length < 100);
  return pages;
}

const filters: StorageCase[] = [
  storageCase("lists all, newest first", async (storage) => {
    await store(storage);
    same(idsOf(await storage.listExecutions({ limit: 1000 })), expected({}));
  }),
  ...Object.entries(choices).map(([key, values]) =>
    storageCase(`lists by ${key}`, async (storage) => {
      await store(storage);
      for (const value of values) {
        const filter: Filter = value === undefined ? {} : { [key]: value };
        same(
          [filter, idsOf(await storage.listExecutions({ limit: 1000, ...filter }))],
          [filter, expected(filter)],
        );
      }
    }),
  ),
  storageCase("lists by every combination of filters", async (storage) => {
    await store(storage);
    for (const filter of combinations())
      same(
        [filter, idsOf(await storage.listExecutions({ limit: 1000, ...filter }))],
        [filter, expected(filter)],
      );
  }),
  storageCase("counts `since` in and `until` out, to the ms", async (storage) => {
    for (const n of [0, 1, 2])
      await storage.append(aCommit(countedId(n), [1], { row: { created_at: NOON + n } }));
    const found = async (filter: Filter): Promise<number> =>
      idsOf(await storage.listExecutions({ limit: 10, ...filter })).length;
    same(
      [
        await found({ since: NOON + 1 }),
        await found({ until: NOON + 1 }),
        await found({ since: NOON + 1, until: NOON + 2 }),
        await found({ since: NOON + 1, until: NOON + 1 }),
        await found({ since: 0, until: NOON }),
      ],
      [2, 1, 1, 0, 0],
    );
  }),
  storageCase("lists an execution by the status it has now", async (storage) => {
    await storage.append(aCommit("x", [1]));
    await storage.append(aCommit("x", [2], { row: { status: "waiting" } }));
    same(idsOf(await storage.listExecutions({ limit: 10, status: ["running"] })), []);
    same(idsOf(await storage.listExecutions({ limit: 10, status: ["waiting"] })), ["x"]);
  }),
  storageCase("gives no row and no cursor when nothing fits", async (storage) => {
    same(await storage.listExecutions({ limit: 10 }), { rows: [], next_cursor: null });
    await store(storage);
    same(await storage.listExecutions({ limit: 10, workflow_id: "" }), { rows: [], next_cursor: null });
  }),
];

const paging: StorageCase[] = [
  ...[1, 3, 4, 47, 48, 49, 1000].map((limit) =>
    storageCase(`gives each row once with ${limit} rows a page`, async (storage) => {
      await store(storage);
      const pages = await pagesOf(storage, { limit });
      same(pages.flat(), expected({}));
      same(
        pages.slice(0, -1).map((page) => page.length),
        pages.slice(0, -1).map(() => limit),
      );
    }),
  ),
  storageCase("has no cursor on the last page, also when it is full", async (storage) => {
    await store(storage);
    same((await storage.listExecutions({ limit: 48 })).next_cursor, null);
    same((await pagesOf(storage, { limit: 24 })).length, 2);
  }),
  storageCase("pages through every combination of filters", async (storage) => {
    await store(storage);
    for (const filter of combinations())
      same([filter, (await pagesOf(storage, { limit: 3, ...filter })).flat()], [filter, expected(filter)]);
  }),
  storageCase("goes on where it was when executions come in between", async (storage) => {
    await store(storage);
    const first = await storage.listExecutions({ limit: 10 });
    await storage.append(aCommit("newer", [1], { row: { created_at: NOON + 1_000_000 } }));
    const second = await storage.listExecutions({ limit: 10, cursor: first.next_cursor ?? "" });
    same([...idsOf(first), ...idsOf(second)], expected({}).slice(0, 20));
  }),
  storageCase("goes on where it was when a row of the page before has changed", async (storage) => {
    await store(storage);
    const first = await storage.listExecutions({ limit: 10, status: ["running", "waiting"] });
    const last = first.rows.at(-1) as ExecutionRow;
    await storage.append({
      ...aCommit(last.execution_id, [2]),
      row: { ...last, status: "failed", sequence: 2 },
    });
    const second = await storage.listExecutions({
      limit: 10,
      status: ["running", "waiting"],
      cursor: first.next_cursor ?? "",
    });
    same([...idsOf(first), ...idsOf(second)], expected({ status: ["running", "waiting"] }).slice(0, 20));
  }),
  storageCase("pages through rows of the same ms", async (storage) => {
    const ids = Array.from({ length: 25 }, (_, n) => countedId(n));
    for (const id of ids) await storage.append(aCommit(id, [1]));
    same((await pagesOf(storage, { limit: 4 })).flat(), ids.toReversed());
  }),
  storageCase("gives up to 1000 rows a page", async (storage) => {
    const ids = Array.from({ length: 1001 }, (_, n) => countedId(n));
    await Promise.all(ids.map(async (id) => storage.append(aCommit(id, [1]))));
    const pages = await pagesOf(storage, { limit: 1000 });
    same(
      pages.map((page) => page.length),
      [1000, 1],
    );
  }),
  ...["", "abc", "_x", "1_", "x_y", "null", "0"].map((cursor) =>
    storageCase(`refuses the cursor ${JSON.stringify(cursor)}, which no list gave`, async (storage) => {
      await refuses(() => storage.listExecutions({ limit: 1, cursor }), { code: "INVALID_OPTIONS" });
      await refuses(() => storage.listWorkflows({ limit: 1, cursor }), { code: "INVALID_OPTIONS" });
    }),
  ),
];

/** Lists of executions. */
export const listing: readonly StorageGroup[] = [
  { title: "lists of executions", cases: filters },
  { title: "pages", cases: paging },
];
