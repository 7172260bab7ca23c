import type { CloudEvent, EventLog, LoggedEvent, LogPage, Storage } from "@tutti/core/runtime";
import { matches, refuses, same } from "../check";
import { aCommit, anEvent } from "./samples";
import { needing, type StorageCase, type StorageGroup, storageCase } from "./storage-case";

/** The storage with its log: only cases of subjects that have one ask for it. */
export type LoggingStorage = Storage & EventLog;

/** A case of the log. */
export function logCase(name: string, run: (storage: LoggingStorage) => Promise<void>): StorageCase {
  return storageCase(name, (storage) => run(storage as LoggingStorage));
}

/** An event of the log in short: `x:1` for an entry, the id of a published event. */
function short(event: LoggedEvent): string {
  return "event" in event ? event.event.id : `${event.entry.execution_id}:${event.entry.sequence}`;
}

async function all(log: EventLog): Promise<LoggedEvent[]> {
  return [...(await log.readEvents(0, 10_000)).events];
}

async function shorts(log: EventLog): Promise<string[]> {
  return (await all(log)).map(short);
}

/** Two executions and a published event, stored in turns: `x:1 x:2 y:1 e x:3`. */
async function fill(storage: LoggingStorage): Promise<void> {
  await storage.append(aCommit("x", [1, 2]));
  await storage.append(aCommit("y", [1]));
  await storage.publishEvent(anEvent("e"));
  await storage.append(aCommit("x", [3]));
}

const FILLED = ["x:1", "x:2", "y:1", "e", "x:3"];

const positions: StorageCase[] = [
  logCase("gives every event in the order in which it was stored, without gaps", async (storage) => {
    await fill(storage);
    const events = await all(storage);
    same(events.map(short), FILLED);
    same(
      events.map(({ position }) => position),
      [1, 2, 3, 4, 5],
    );
    same(await storage.lastPosition(), 5);
  }),
  logCase("gives entries and published events whole, with whose they are", async (storage) => {
    const commit = aCommit("x", [1], { row: { workflow_id: "w1", correlation_id: "c1" } });
    await storage.append(commit);
    const event = anEvent("e", { subject: "s", priority: "high", data: { list: [0, false, "", null] } });
    await storage.publishEvent(event);
    const row = { workflow_id: "w1", correlation_id: "c1" };
    matches(await all(storage), [
      { position: 1, entry: commit.entries[0], row },
      { position: 2, event },
    ]);
  }),
  logCase("is empty at first", async (storage) => {
    same([await storage.lastPosition(), await storage.readEvents(0, 10)], [0, { events: [], upTo: 0 }]);
  }),
  logCase("says nothing of a commit that was refused, or was stored before", async (storage) => {
    await storage.append(aCommit("x", [1]));
    await storage.append(aCommit("x", [1]));
    await refuses(() => storage.append(aCommit("x", [3])), { code: "JOURNAL_CONFLICT" });
    await storage.append(aCommit("x", [2]));
    same([await shorts(storage), await storage.lastPosition()], [["x:1", "x:2"], 2]);
  }),
  logCase("keeps the order of each execution when many are stored in one turn", async (storage) => {
    const ids = Array.from({ length: 40 }, (_, n) => `x${n}`);
    await Promise.all([1, 2, 3].flatMap((n) => ids.map(async (id) => storage.append(aCommit(id, [n])))));
    const found = await shorts(storage);
    same(found.length, 120);
    for (const id of ids)
      same(
        found.filter((one) => one.startsWith(`${id}:`)),
        [`${id}:1`, `${id}:2`, `${id}:3`],
      );
  }),
];

const pages: StorageCase[] = [
  ...[1, 2, 3, 5, 100].map((limit) =>
    logCase(
      `is read in parts, each behind the last one of the part before: ${limit} each`,
      async (storage) => {
        await fill(storage);
        const found: string[] = [];
        let page: LogPage = { events: [], upTo: 0 };
        do {
          page = await storage.readEvents(page.upTo, limit);
          same(page.events.length <= limit, true);
          found.push(...page.events.map(short));
        } while (page.events.length > 0);
        same([found, page.upTo], [FILLED, 5]);
      },
    ),
  ),
  logCase("begins inside what was stored together", async (storage) => {
    await storage.append(aCommit("x", [1, 2, 3, 4]));
    same((await storage.readEvents(2, 1)).events.map(short), ["x:3"]);
    same((await storage.readEvents(3, 9)).events.map(short), ["x:4"]);
  }),
  logCase("goes on with what comes later", async (storage) => {
    await fill(storage);
    const { upTo } = await storage.readEvents(0, 100);
    same(await storage.readEvents(upTo, 100), { events: [], upTo });
    await storage.publishEvent(anEvent("late"));
    same((await storage.readEvents(upTo, 100)).events.map(short), ["late"]);
  }),
];

const published: StorageCase[] = [
  logCase("stores an event once, and says whether it is new", async (storage) => {
    const answers = [
      await storage.publishEvent(anEvent("e")),
      await storage.publishEvent(anEvent("e", { data: "again" })),
      await storage.publishEvent(anEvent("e", { source: "/other" })),
    ];
    same(answers, [true, false, true]);
    same([await shorts(storage), await storage.lastPosition()], [["e", "e"], 2]);
  }),
  logCase("stores an event once that is published twice in one turn", async (storage) => {
    const answers = await Promise.all(["e", "e", "f"].map(async (id) => storage.publishEvent(anEvent(id))));
    same(
      [answers, await shorts(storage)],
      [
        [true, false, true],
        ["e", "f"],
      ],
    );
  }),
  logCase("finds the published events of a correlation", async (storage) => {
    const own: CloudEvent[] = ["a", "b"].map((id) => anEvent(id, { correlationid: "c" }));
    await storage.publishEvent(own[0] as CloudEvent);
    await storage.publishEvent(anEvent("other"));
    await storage.publishEvent(own[1] as CloudEvent);
    same([await storage.publishedEvents("c"), await storage.publishedEvents("none")], [own, []]);
  }),
];

const restarts: StorageCase[] = [
  storageCase("keeps every position through a crash, and goes on behind the last", async (storage, given) => {
    await fill(storage as LoggingStorage);
    const next = (await given.crashedAndReopened(storage)) as LoggingStorage;
    await next.append(aCommit("y", [2]));
    await next.publishEvent(anEvent("f"));
    same(await next.publishEvent(anEvent("e")), false);
    same([await shorts(next), await next.lastPosition()], [[...FILLED, "y:2", "f"], 7]);
  }),
];

/** The log of all events. */
export const eventLog: readonly StorageGroup[] = [
  { title: "the log of all events", cases: needing("events", ...positions, ...pages) },
  { title: "published events", cases: needing("events", ...published) },
  { title: "the log after a restart", cases: needing("events restart", ...restarts) },
];
