import { memory } from "@tutti/core";
import type { WorkflowQuery } from "@tutti/core/runtime";
import { errorOf } from "../testing/expect";
import { cleanUp, openStore, recordOf } from "../testing/store";

afterEach(cleanUp);

describe("workflows", () => {
  it("keep every revision and give the newest", () => {
    const store = openStore();
    const first = recordOf("w", {
      updated_by: "bob",
      updated_at: 7,
      definition: { name: "a", n: [0, null, ""] },
    });
    store.putWorkflow(first);
    store.putWorkflow(recordOf("w", { revision: 2, definition: { name: "newer" } }));
    expect([store.getWorkflow("w")?.revision, store.getWorkflow("w", 3), store.getWorkflow("v")]).toEqual([
      2,
      undefined,
      undefined,
    ]);
    expect(store.getWorkflow("w", 1)).toEqual(first);
  });

  it.each([0, 1, 3])("refuse the revision %j after the first", (revision) => {
    const store = openStore();
    store.putWorkflow(recordOf("w"));
    const other = recordOf("w", { revision, definition: { name: "other" } });
    expect(() => store.putWorkflow(other)).toThrow(errorOf("REVISION_CONFLICT"));
    expect(store.getWorkflow("w")?.definition).toEqual({ name: "w" });
  });

  it("are hidden when they are deleted, but not their revisions", () => {
    const store = openStore();
    store.putWorkflow(recordOf("w"));
    expect(["w", "w", "v"].map((id) => store.deleteWorkflow(id))).toEqual([true, false, false]);
    store.close();
    store.open();
    expect([store.getWorkflow("w"), store.getWorkflow("w", 1)?.workflow_id]).toEqual([undefined, "w"]);
    expect(store.listWorkflows({ limit: 10 }).rows).toEqual([]);
  });

  const records = [
    recordOf("a", { definition: { name: "An order", tags: ["shop", 1] } }),
    recordOf("b", {
      definition: { name: "b", description: "für ÖFEN\nund mehr" },
      created_by: "bob",
      created_at: 2,
    }),
    recordOf("c", { status: "inactive", created_at: 3, definition: { name: "ΣΑΣ", tags: "shop" } }),
    recordOf("d", { created_at: 3, definition: { name: "half \ud83d" } }),
    recordOf("e", { created_at: 3, definition: { description: 7 }, created_by: "bob" }),
  ];
  const queries: Omit<WorkflowQuery, "limit">[] = [
    {},
    { text: "ORDER" },
    { text: "öfen" },
    { text: "b\nfür" },
    { text: "σας" },
    { text: "half \ud83d" },
    { text: "half \ud83e" },
    { text: "%" },
    { tag: "shop" },
    { tag: "sho" },
    { status: "inactive" },
    { status: "active" },
    { created_by: "bob" },
    { created_by: "bob", text: "b", status: "active" },
  ];
  it.each(queries)("are listed as in memory by %j, page by page", async (query) => {
    const store = openStore();
    const model = memory();
    for (const record of records) {
      store.putWorkflow(record);
      await model.putWorkflow(record);
    }
    for (const limit of [1, 2, 10]) {
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const asked = { ...query, limit, ...(cursor === undefined ? {} : { cursor }) };
        const expected = await model.listWorkflows(asked);
        expect(store.listWorkflows(asked)).toEqual(expected);
        cursor = expected.next_cursor;
      }
    }
  });

  it("are listed as their newest revision is", () => {
    const store = openStore();
    store.putWorkflow(recordOf("w", { definition: { name: "old" } }));
    const newer = recordOf("w", {
      revision: 2,
      status: "inactive",
      definition: { name: "new" },
      created_at: 5,
    });
    store.putWorkflow(newer);
    expect(store.listWorkflows({ limit: 1, text: "old" }).rows).toEqual([]);
    expect(store.listWorkflows({ limit: 1, status: "inactive" }).rows).toEqual([newer]);
  });
});
