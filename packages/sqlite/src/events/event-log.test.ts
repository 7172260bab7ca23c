import type { CloudEvent } from "@tutti/core/runtime";
import { errorOf } from "../testing/expect";
import { cleanUp, commitOf, endedCommit, makeStore, openStore } from "../testing/store";

afterEach(cleanUp);

function event(id: string): CloudEvent {
  return {
    specversion: "1.0",
    id,
    source: "/",
    type: "x",
    time: "2026-01-01T00:00:00.000Z",
    datacontenttype: "application/json",
    correlationid: id,
    data: null,
  };
}

/** The log as `position execution:sequence`, or `position id`. */
function read(store: ReturnType<typeof openStore>, after = 0): string[] {
  return store
    .readEvents(after, 1000)
    .events.map((one) =>
      "event" in one
        ? `${one.position} ${one.event.id}`
        : `${one.position} ${one.entry.execution_id}:${one.entry.sequence}`,
    );
}

describe("the log of events", () => {
  it("costs one row per transaction", async () => {
    const store = openStore();
    const ids = Array.from({ length: 128 }, (_, index) => `e${index}`);
    for (let round = 1; round <= 4; round++)
      await Promise.all(ids.map((id) => store.append(commitOf(id, [round]))));
    expect(store.db().prepare("SELECT count(*) AS rows FROM event_log").get()).toEqual({ rows: 4 });
    expect(store.lastPosition()).toBe(512);
    expect(read(store, 510)).toEqual(["511 e126:4", "512 e127:4"]);
  });

  it("says nothing of a transaction that failed, and leaves no gap", async () => {
    const store = openStore();
    await store.append(commitOf("x", [1]));
    const { page_count } = store.db().prepare("PRAGMA page_count").get() as { page_count: number };
    store.db().exec(`PRAGMA max_page_count = ${page_count}`);
    const data = { filling: "x".repeat(100_000) };
    await expect(store.append(commitOf("x", [2], { data }))).rejects.toThrow(errorOf("STORAGE_UNAVAILABLE"));
    await expect(store.publishEvent({ ...event("e"), data })).rejects.toThrow(errorOf("STORAGE_UNAVAILABLE"));
    store.db().exec("PRAGMA max_page_count = 1000000");
    await store.append(commitOf("x", [2]));
    expect(await store.publishEvent(event("e"))).toBe(true);
    expect(read(store)).toEqual(["1 x:1", "2 x:2", "3 e"]);
  });

  it("leaves out forgotten executions, and takes none of their numbers for another one", async () => {
    const store = openStore();
    await store.append(commitOf("a", [1]));
    await store.append(endedCommit("b", 5));
    expect(store.prune({ keep: 0 })).toBe(1);
    expect(store.readEvents(1, 1)).toEqual({ events: [], upTo: 3 });
    store.close();
    const next = openStore({ path: store.path });
    await next.append(commitOf("c", [1, 2]));
    expect(read(next)).toEqual(["1 a:1", "4 c:1", "5 c:2"]);
  });

  it("can be read beside the owner, but not written", async () => {
    const store = openStore();
    await store.publishEvent(event("e"));
    const reader = makeStore({ path: store.path, access: "reader" });
    reader.open();
    expect(read(reader)).toEqual(["1 e"]);
    await expect(reader.publishEvent(event("f"))).rejects.toThrow(errorOf("STORAGE_READ_ONLY"));
    expect(() => reader.saveGroup({ group: "g", position: 1 })).toThrow(errorOf("STORAGE_READ_ONLY"));
  });

  it("stores what is queued before it closes", async () => {
    const store = openStore();
    const stored = store.publishEvent(event("e"));
    store.close();
    expect(await stored).toBe(true);
    const next = openStore({ path: store.path });
    expect(read(next)).toEqual(["1 e"]);
  });

  it("refuses a damaged journal row rather than leaving it out", async () => {
    const store = openStore();
    await store.append(commitOf("x", [1]));
    store.db().exec("UPDATE journal SET entries = '[]'");
    expect(() => store.readEvents(0, 10)).toThrow(errorOf("CORRUPT_JOURNAL"));
  });
});
