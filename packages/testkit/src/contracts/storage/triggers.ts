import type { EventMark, ScheduleRecord, Storage } from "@tutti/core/runtime";
import { refuses, same } from "../check";
import { aCommit, NOON } from "./samples";
import { needing, type StorageCase, type StorageGroup, storageCase } from "./storage-case";

function aSchedule(workflow_id: string, rest: Partial<ScheduleRecord> = {}): ScheduleRecord {
  return {
    workflow_id,
    trigger: 0,
    cron: "0 9 * * *",
    timezone: "UTC",
    seen_until: NOON,
    due: [],
    last_execution_id: null,
    ...rest,
  };
}

function aMark(rest: Partial<EventMark> = {}): EventMark {
  return { workflow_id: "w", trigger: 0, source: "/shop", event_id: "1", time: NOON, ...rest };
}

/** Stores the first commit of an execution for each mark. */
async function mark(storage: Storage, ...all: readonly EventMark[]): Promise<void> {
  for (const [n, one] of all.entries()) await storage.append(aCommit(`x${n}`, [1], { mark: one }));
}

const byPlace = (records: readonly ScheduleRecord[]): ScheduleRecord[] =>
  records.toSorted((a, b) => a.workflow_id.localeCompare(b.workflow_id) || a.trigger - b.trigger);

const full = aSchedule("w", { trigger: 1, due: [NOON - 1, NOON], last_execution_id: "x\ud800" });

const schedules: StorageCase[] = [
  storageCase("are none in a new storage", async (storage) => {
    same(await storage.listSchedules(), []);
  }),
  storageCase("are given back whole, those of every workflow", async (storage) => {
    await storage.putSchedules("w", [aSchedule("w"), full]);
    await storage.putSchedules("v", [aSchedule("v")]);
    same(byPlace(await storage.listSchedules()), [aSchedule("v"), aSchedule("w"), full]);
  }),
  storageCase("take the place of all that were stored for their workflow", async (storage) => {
    await storage.putSchedules("w", [aSchedule("w"), full]);
    await storage.putSchedules("v", [aSchedule("v")]);
    const later = aSchedule("w", { trigger: 2, seen_until: NOON + 5 });
    await storage.putSchedules("w", [later]);
    same(byPlace(await storage.listSchedules()), [aSchedule("v"), later]);
  }),
  storageCase("are forgotten when there are none left", async (storage) => {
    await storage.putSchedules("w", [aSchedule("w")]);
    await storage.putSchedules("w", []);
    await storage.putSchedules("never", []);
    same(await storage.listSchedules(), []);
  }),
];

const marks: StorageCase[] = [
  storageCase("are there for the very event and trigger only", async (storage) => {
    await mark(storage, aMark(), aMark({ time: NOON + 1 }));
    const others = [
      aMark({ workflow_id: "v" }),
      aMark({ trigger: 1 }),
      aMark({ source: "/" }),
      aMark({ event_id: "2" }),
    ];
    const found = await Promise.all([aMark(), ...others].map(async (one) => storage.isMarked(one)));
    same(found, [true, false, false, false, false]);
  }),
  storageCase("tell any two texts apart", async (storage) => {
    await mark(storage, aMark({ source: "a", event_id: "b\u0000c" }), aMark({ event_id: "\ud800" }));
    const found = await Promise.all(
      [
        aMark({ source: "a", event_id: "b\u0000c" }),
        aMark({ source: "a\u0000b", event_id: "c" }),
        aMark({ event_id: "\ud800" }),
        aMark({ event_id: "\ufffd" }),
      ].map(async (one) => storage.isMarked(one)),
    );
    same(found, [true, false, true, false]);
  }),
  storageCase("are not there when the commit that brings them is refused", async (storage) => {
    await refuses(() => storage.append(aCommit("x", [2], { mark: aMark() })), { code: "JOURNAL_CONFLICT" });
    same(await storage.isMarked(aMark()), false);
  }),
  storageCase("are forgotten once they are older than asked", async (storage) => {
    await mark(storage, aMark({ event_id: "old", time: NOON - 1 }), aMark({ event_id: "new", time: NOON }));
    await storage.forgetMarks(NOON);
    same(
      [
        await storage.isMarked(aMark({ event_id: "old" })),
        await storage.isMarked(aMark({ event_id: "new" })),
      ],
      [false, true],
    );
  }),
];

const restarts: StorageCase[] = needing(
  "durable",
  ...(["closed", "crashed"] as const).map((how) =>
    storageCase(`are there again after the storage was ${how}`, async (storage, given) => {
      await storage.putSchedules("w", [full]);
      await mark(storage, aMark());
      const again =
        how === "closed" ? await given.closedAndReopened(storage) : await given.crashedAndReopened(storage);
      same([await again.listSchedules(), await again.isMarked(aMark())], [[full], true]);
    }),
  ),
);

/** What triggers remember. */
export const triggers: readonly StorageGroup[] = [
  { title: "how far schedules have come", cases: schedules },
  { title: "marks of events that were dealt with", cases: marks },
  { title: "what triggers remember", cases: restarts },
];
