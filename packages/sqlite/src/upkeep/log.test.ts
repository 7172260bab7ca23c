import type { CloudEvent } from "@tutti/core";
import { sqlite } from "../sqlite";
import { errorOf } from "../testing/expect";
import {
  cleanUp,
  commitOf,
  endedCommit,
  makeStore,
  openStore,
  recordOf,
  type TestStore,
  turns,
} from "../testing/store";

afterEach(cleanUp);

/** An event that was published at a time (ms). */
function eventAt(time: number): CloudEvent {
  const id = `p${time}`;
  return {
    specversion: "1.0",
    id,
    source: "/",
    type: "x",
    time: new Date(time).toISOString(),
    datacontenttype: "application/json",
    correlationid: id,
    data: null,
  };
}

/** Publishes one event a ms, each in a transaction of its own. */
async function publish(store: TestStore, from: number, to: number): Promise<void> {
  for (let time = from; time <= to; time++) await store.publishEvent(eventAt(time));
}

/** Publishes many at once. */
const publishMany = (store: TestStore, from: number, to: number): Promise<unknown> =>
  Promise.all(Array.from({ length: to - from + 1 }, (_, n) => store.publishEvent(eventAt(from + n))));

/** What the log has, as `position id` or `position execution:sequence`. */
function logged(store: TestStore): string[] {
  return store
    .readEvents(0, 10_000)
    .events.map((one) =>
      "event" in one
        ? `${one.position} ${one.event.id}`
        : `${one.position} ${one.entry.execution_id}:${one.entry.sequence}`,
    );
}

const rows = (store: TestStore): unknown =>
  store.db().prepare("SELECT count(*) AS rows FROM event_log").get()?.["rows"];

describe("prune", () => {
  it.each([
    [{ before: 3 }, ["3 p3", "4 p4", "5 p5"]],
    [{ olderThanMs: 96 }, ["4 p4", "5 p5"]],
    [{ keepEvents: 1 }, ["5 p5"]],
    [{ keepEvents: 0 }, []],
    [{ before: 3, keepEvents: 4 }, ["2 p2", "3 p3", "4 p4", "5 p5"]],
    [{ keep: 0 }, ["1 p1", "2 p2", "3 p3", "4 p4", "5 p5"]],
  ])("by %j leaves the events %j where they are", async (options, left) => {
    const store = openStore({}, { now: () => 100 });
    await publish(store, 1, 5);
    expect(store.prune(options)).toBe(0);
    expect(logged(store)).toEqual(left);
    expect(store.lastPosition()).toBe(5);
  });

  it.each([{ keepEvents: -1 }, { ignoreGroups: true }])("refuses %j", (options) => {
    expect(() => openStore().prune(options)).toThrow(errorOf("INVALID_OPTIONS"));
  });

  it("takes the rows of the log of which nothing is left, and no position is given twice, also after a restart", async () => {
    const store = openStore();
    store.putWorkflow(recordOf("w"));
    await publish(store, 1, 3);
    await store.append(commitOf("open", [1]));
    await store.append(endedCommit("ended", 5));
    await publish(store, 7, 8);
    expect(store.prune({ before: 100 })).toBe(1);
    expect([logged(store), rows(store)]).toEqual([["4 open:1"], 2]);
    store.close();
    const next = openStore({ path: store.path });
    expect(next.lastPosition()).toBe(8);
    expect(await next.publishEvent(eventAt(9))).toBe(true);
    expect(logged(next)).toEqual(["4 open:1", "9 p9"]);
    expect(next.check()).toMatchObject({ ok: true });
  });

  it("lets a forgotten event be published again, and lets readers go on with the oldest that is kept", async () => {
    const store = openStore();
    await publish(store, 1, 4);
    store.prune({ keepEvents: 2 });
    expect(store.readEvents(0, 1)).toMatchObject({ events: [{ position: 3 }], upTo: 3 });
    expect([await store.publishEvent(eventAt(1)), await store.publishEvent(eventAt(4))]).toEqual([
      true,
      false,
    ]);
    expect(logged(store)).toEqual(["3 p3", "4 p4", "5 p1"]);
  });

  it("leaves what the slowest consumer group has not handled, unless it is told to", async () => {
    const store = openStore();
    await publish(store, 1, 3);
    await store.append(endedCommit("early", 4));
    await store.append(endedCommit("late", 5));
    await publish(store, 8, 9);
    store.saveGroup({ group: "fast", position: 9 });
    store.saveGroup({ group: "slow", position: 5 });
    expect(store.prune({ before: 100 })).toBe(1);
    expect(logged(store)).toEqual(["6 late:1", "7 late:2", "8 p8", "9 p9"]);
    store.saveGroup({ group: "slow", position: 6 });
    expect(store.prune({ before: 100 })).toBe(0);
    store.forgetGroup("slow");
    expect(store.prune({ before: 8 })).toBe(1);
    expect(logged(store)).toEqual(["8 p8", "9 p9"]);
    store.saveGroup({ group: "slow", position: 0 });
    expect([store.prune({ before: 100 }), logged(store).length]).toEqual([0, 2]);
    store.prune({ before: 100, ignoreGroups: true });
    expect(logged(store)).toEqual([]);
  });

  it("forgets any number, in transactions of bounded size", async () => {
    const store = openStore();
    await publishMany(store, 1, 1000);
    store.prune({ keepEvents: 10 });
    expect(logged(store)).toHaveLength(10);
  });
});

describe("retention", () => {
  it("keeps so many published events, and few more for a while", async () => {
    const store = openStore({ retention: { maxEvents: 20 } });
    await publish(store, 1, 21);
    await turns();
    expect(logged(store)).toHaveLength(21);
    await publish(store, 22, 22);
    await turns();
    expect(logged(store)).toEqual(Array.from({ length: 20 }, (_, n) => `${n + 3} p${n + 3}`));
    store.close();
    const next = openStore({ path: store.path, retention: { maxEvents: 1 } });
    await turns();
    expect(logged(next)).toEqual(["22 p22"]);
  });

  it("keeps no event that was published too long before the newest, and one may be all there is", async () => {
    const store = openStore({ retention: { maxAgeMs: 640 } });
    for (const time of [1000, 1500, 1700]) await store.publishEvent(eventAt(time));
    await turns();
    expect(logged(store)).toEqual(["2 p1500", "3 p1700"]);
    await store.publishEvent(eventAt(9000));
    await turns();
    expect(logged(store)).toEqual(["4 p9000"]);
  });

  it("looks through the log once much is gone, a part in each turn", async () => {
    const store = openStore({ retention: { maxExecutions: 0, maxEvents: 0 } });
    store.putWorkflow(recordOf("w"));
    await store.append(commitOf("open", [1]));
    for (let n = 0; n < 600; n++) {
      await store.append(endedCommit(`e${n}`, n));
      await store.publishEvent(eventAt(n));
    }
    await turns(20);
    expect(Number(rows(store))).toBeLessThan(300);
    expect(logged(store)).toEqual(["1 open:1"]);
    expect(store.check()).toMatchObject({ ok: true, executions: 1 });
  });

  it("waits for the slowest group, and goes on once it has come further", async () => {
    const store = openStore({ retention: { maxExecutions: 0, maxEvents: 0 } });
    store.saveGroup({ group: "g", position: 1 });
    await publish(store, 1, 2);
    await store.append(endedCommit("e", 3));
    await turns(2);
    expect(logged(store)).toEqual(["2 p2", "3 e:1", "4 e:2"]);
    store.saveGroup({ group: "g", position: 4 });
    await publish(store, 5, 5);
    await turns(2);
    expect(logged(store)).toEqual(["5 p5"]);
  });

  it("knows what prune has forgotten already", async () => {
    const store = openStore({ retention: { maxEvents: 3 } });
    await publish(store, 1, 3);
    store.prune({ keepEvents: 0 });
    await publish(store, 4, 6);
    await turns();
    expect(logged(store)).toHaveLength(3);
  });

  it.each([-1, 1.5])("refuses %d as the number of events", (maxEvents) => {
    expect(() => sqlite({ path: "x.db", retention: { maxEvents } })).toThrow(/maxEvents/);
  });
});

it("a group can be forgotten by the owner alone", () => {
  const store = openStore();
  store.saveGroup({ group: "g", position: 0 });
  const reader = makeStore({ path: store.path, access: "reader" });
  reader.open();
  expect(() => reader.forgetGroup("g")).toThrow(errorOf("STORAGE_READ_ONLY"));
});
