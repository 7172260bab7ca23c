import type { Page, Storage, WorkflowQuery, WorkflowRecord } from "@tutti/core/runtime";
import { refuses, same } from "../check";
import { aCommit, aRecord, countedId, NOON } from "./samples";
import { type StorageCase, type StorageGroup, storageCase } from "./storage-case";

const idsOf = ({ rows }: Page<WorkflowRecord>): string[] => rows.map(({ workflow_id }) => workflow_id);

const revisions: StorageCase[] = [
  storageCase("gives back every revision whole, and the newest without a number", async (storage) => {
    const first = aRecord("w", { trigger_positions: [0, 12] });
    const second = aRecord("w", { revision: 2, status: "inactive", updated_by: "bob", updated_at: NOON + 1 });
    await storage.putWorkflow(first);
    await storage.putWorkflow(second);
    same(
      [await storage.getWorkflow("w", 1), await storage.getWorkflow("w", 2), await storage.getWorkflow("w")],
      [first, second, second],
    );
  }),
  storageCase("knows nothing of a revision or workflow that was never stored", async (storage) => {
    await storage.putWorkflow(aRecord("w"));
    const found = await Promise.all([
      storage.getWorkflow("w", 2),
      storage.getWorkflow("w", 0),
      storage.getWorkflow("v"),
      storage.getWorkflow("v", 1),
    ]);
    same(found, [undefined, undefined, undefined, undefined]);
  }),
  ...([0, 1, 3] as const).map((revision) =>
    storageCase(`refuses revision ${revision} after revision 1 with REVISION_CONFLICT`, async (storage) => {
      await storage.putWorkflow(aRecord("w"));
      const other = aRecord("w", { revision, created_by: "bob" });
      await refuses(() => storage.putWorkflow(other), { code: "REVISION_CONFLICT" });
      same(await storage.getWorkflow("w"), aRecord("w"));
    }),
  ),
  storageCase("refuses a workflow that does not begin with revision 1", async (storage) => {
    await refuses(() => storage.putWorkflow(aRecord("w", { revision: 2 })), { code: "REVISION_CONFLICT" });
    same(
      [await storage.getWorkflow("w"), idsOf(await storage.listWorkflows({ limit: 10 }))],
      [undefined, []],
    );
  }),
  storageCase("takes one of two writers of the same revision", async (storage) => {
    await storage.putWorkflow(aRecord("w"));
    const writers = ["ada", "bob"].map(async (updated_by) =>
      storage.putWorkflow(aRecord("w", { revision: 2, updated_by })),
    );
    const outcomes = (await Promise.allSettled(writers)).map(({ status }) => status);
    same(outcomes.toSorted(), ["fulfilled", "rejected"]);
    same((await storage.getWorkflow("w"))?.revision, 2);
  }),
];

const deleting: StorageCase[] = [
  storageCase("hides the workflow, once", async (storage) => {
    await storage.putWorkflow(aRecord("w"));
    await storage.putWorkflow(aRecord("v"));
    same([await storage.deleteWorkflow("w"), await storage.deleteWorkflow("w")], [true, false]);
    same(
      [await storage.getWorkflow("w"), idsOf(await storage.listWorkflows({ limit: 10 }))],
      [undefined, ["v"]],
    );
  }),
  storageCase("says false for what is not there", async (storage) => {
    same(await storage.deleteWorkflow("w"), false);
  }),
  storageCase("leaves every revision readable, for the executions that are pinned to it", async (storage) => {
    const records = [aRecord("w"), aRecord("w", { revision: 2 })];
    for (const record of records) await storage.putWorkflow(record);
    await storage.deleteWorkflow("w");
    same([await storage.getWorkflow("w", 1), await storage.getWorkflow("w", 2)], records);
  }),
  storageCase("leaves the workflow's executions as they are", async (storage) => {
    await storage.putWorkflow(aRecord("w"));
    await storage.append(aCommit("x", [1], { idempotency_key: "k" }));
    await storage.deleteWorkflow("w");
    same(
      [
        (await storage.getExecution("x"))?.workflow_id,
        (await storage.unfinished()).length,
        await storage.findByIdempotencyKey("w", "k"),
      ],
      ["w", 1, "x"],
    );
  }),
];

async function storeSome(storage: Storage): Promise<void> {
  const records: readonly (Partial<WorkflowRecord> & { readonly workflow_id: string })[] = [
    { workflow_id: "a", definition: { name: "An Order", tags: ["shop", "daily"] } },
    { workflow_id: "b", definition: { name: "b", description: "for ORDERS of Ärzte" }, created_by: "bob" },
    { workflow_id: "c", status: "inactive", definition: { name: "100% sure_", tags: ["Shop"] } },
    { workflow_id: "d", definition: { name: "d", description: "nothing", tags: [], triggers: [] } },
    { workflow_id: "e", definition: { name: "e", triggers: [{ type: "event", event_type: "x" }] } },
  ];
  for (const [n, { workflow_id, ...rest }] of records.entries())
    await storage.putWorkflow(aRecord(workflow_id, { created_at: NOON + n, ...rest }));
}

const filters: readonly (readonly [Omit<WorkflowQuery, "limit">, readonly string[]])[] = [
  [{}, ["e", "d", "c", "b", "a"]],
  [{ text: "order" }, ["b", "a"]],
  [{ text: "ORDER" }, ["b", "a"]],
  [{ text: "ärzte" }, ["b"]],
  [{ text: "ÄRZTE" }, ["b"]],
  [{ text: "%" }, ["c"]],
  [{ text: "_" }, ["c"]],
  [{ text: "" }, ["e", "d", "c", "b", "a"]],
  [{ text: "shop" }, []],
  [{ text: "nowhere" }, []],
  [{ tag: "shop" }, ["a"]],
  [{ tag: "Shop" }, ["c"]],
  [{ tag: "sho" }, []],
  [{ status: "active" }, ["e", "d", "b", "a"]],
  [{ status: "inactive" }, ["c"]],
  [{ created_by: "bob" }, ["b"]],
  [{ has_triggers: true }, ["e"]],
  [{ has_triggers: true, status: "inactive" }, []],
  [{ text: "o", tag: "daily", status: "active", created_by: "ada" }, ["a"]],
  [{ text: "order", created_by: "bob", status: "inactive" }, []],
];

const listing: StorageCase[] = [
  ...filters.map(([query, found]) =>
    storageCase(`lists by ${JSON.stringify(query)}`, async (storage) => {
      await storeSome(storage);
      same(idsOf(await storage.listWorkflows({ limit: 10, ...query })), found);
    }),
  ),
  storageCase("lists a workflow once, by its newest revision", async (storage) => {
    await storage.putWorkflow(aRecord("w", { definition: { name: "old", tags: ["old"] } }));
    const newest = aRecord("w", {
      revision: 2,
      status: "inactive",
      definition: { name: "new", tags: ["new"] },
    });
    await storage.putWorkflow(newest);
    same((await storage.listWorkflows({ limit: 10 })).rows, [newest]);
    for (const query of [{ text: "old" }, { tag: "old" }, { status: "active" as const }])
      same(idsOf(await storage.listWorkflows({ limit: 10, ...query })), []);
  }),
  storageCase("keeps a workflow's place in the list when it gets a new revision", async (storage) => {
    await storeSome(storage);
    await storage.putWorkflow(aRecord("a", { revision: 2, created_at: NOON, updated_at: NOON + 99 }));
    same(idsOf(await storage.listWorkflows({ limit: 10 })), ["e", "d", "c", "b", "a"]);
  }),
  storageCase("lists those with triggers by their newest revisions", async (storage) => {
    const triggers = [{ type: "event", event_type: "x" }];
    const ids = ["gains", "loses", "deleted", "never"];
    for (const id of ids)
      await storage.putWorkflow(
        aRecord(id, { definition: { name: id, ...(id === "gains" || id === "never" ? {} : { triggers }) } }),
      );
    await storage.putWorkflow(aRecord("gains", { revision: 2, definition: { name: "gains", triggers } }));
    await storage.putWorkflow(aRecord("loses", { revision: 2, definition: { name: "loses" } }));
    await storage.deleteWorkflow("deleted");
    same(idsOf(await storage.listWorkflows({ limit: 10, has_triggers: true })), ["gains"]);
  }),
  ...[1, 2, 7, 1000].map((limit) =>
    storageCase(
      `gives each workflow once with ${limit} a page, also those of the same ms`,
      async (storage) => {
        const ids = Array.from({ length: 14 }, (_, n) => countedId(n));
        for (const [n, id] of ids.entries())
          await storage.putWorkflow(aRecord(id, { created_at: NOON + Math.floor(n / 5) }));
        const found: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Page<WorkflowRecord> = await storage.listWorkflows(
            cursor === null ? { limit } : { limit, cursor },
          );
          found.push(...idsOf(page));
          cursor = page.next_cursor;
        } while (cursor !== null && found.length <= ids.length);
        same(found, ids.toReversed());
      },
    ),
  ),
];

/** Workflows and their revisions. */
export const workflows: readonly StorageGroup[] = [
  { title: "revisions of a workflow", cases: revisions },
  { title: "deleting a workflow", cases: deleting },
  { title: "lists of workflows", cases: listing },
];
