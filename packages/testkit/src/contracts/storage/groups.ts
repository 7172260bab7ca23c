import type { DeadLetter } from "@tutti/core/runtime";
import { same } from "../check";
import { type LoggingStorage, logCase } from "./event-log";
import { anEvent, NOON } from "./samples";
import { needing, type StorageCase, type StorageGroup, storageCase } from "./storage-case";

function aLetter(position: number, rest: Partial<DeadLetter> = {}): DeadLetter {
  const event = anEvent(`e${position}`, { data: { text: "\ud83d", zero: 0 } });
  return { position, event, attempts: 5, error: "no", time: NOON, is_due: false, ...rest };
}

const cursors: StorageCase[] = [
  logCase("knows nothing of a group that was never stored", async (storage) => {
    same(await storage.getGroup("g"), undefined);
    same(await storage.listDeadLetters({ group: "g", limit: 10 }), []);
  }),
  logCase("keeps how far each group has come", async (storage) => {
    await storage.saveGroup({ group: "g", position: 5 });
    await storage.saveGroup({ group: "G", position: 0 });
    await storage.saveGroup({ group: "g", position: 7 });
    same(
      [await storage.getGroup("g"), await storage.getGroup("G")],
      [
        { group: "g", position: 7 },
        { group: "G", position: 0 },
      ],
    );
  }),
];

const letters: StorageCase[] = [
  logCase("keeps dead letters, in the order of their positions, by group", async (storage) => {
    await storage.saveGroup({ group: "g", position: 20, keep: [aLetter(12), aLetter(3)] });
    await storage.saveGroup({ group: "g", position: 20, keep: [aLetter(7, { is_due: true })] });
    await storage.saveGroup({ group: "h", position: 5, keep: [aLetter(5)] });
    const list = (rest: object) => storage.listDeadLetters({ group: "g", limit: 10, ...rest });
    same(await list({}), [aLetter(3), aLetter(7, { is_due: true }), aLetter(12)]);
    same(await list({ limit: 1, after: 3 }), [aLetter(7, { is_due: true })]);
    same(await list({ isDue: true }), [aLetter(7, { is_due: true })]);
    same(await storage.listDeadLetters({ group: "h", limit: 10 }), [aLetter(5)]);
  }),
  logCase("replaces a dead letter", async (storage) => {
    await storage.saveGroup({ group: "g", position: 3, keep: [aLetter(3)] });
    await storage.saveGroup({ group: "g", position: 3, keep: [aLetter(3, { attempts: 9, is_due: true })] });
    same(await storage.listDeadLetters({ group: "g", limit: 10 }), [
      aLetter(3, { attempts: 9, is_due: true }),
    ]);
  }),
  logCase("forgets dead letters together with the step forward", async (storage) => {
    await storage.saveGroup({ group: "g", position: 3, keep: [aLetter(2), aLetter(3)] });
    await storage.saveGroup({ group: "g", position: 4, forget: [2, 99] });
    same(await storage.listDeadLetters({ group: "g", limit: 10 }), [aLetter(3)]);
    same(await storage.getGroup("g"), { group: "g", position: 4 });
  }),
];

const forgetting: StorageCase[] = [
  logCase("forgets a group with its dead letters, and no other", async (storage) => {
    await storage.saveGroup({ group: "g", position: 3, keep: [aLetter(2)] });
    await storage.saveGroup({ group: "h", position: 4, keep: [aLetter(3)] });
    await storage.forgetGroup("g");
    await storage.forgetGroup("never");
    same(
      [await storage.getGroup("g"), await storage.getGroup("h")],
      [undefined, { group: "h", position: 4 }],
    );
    same(
      [
        await storage.listDeadLetters({ group: "g", limit: 10 }),
        await storage.listDeadLetters({ group: "h", limit: 10 }),
      ],
      [[], [aLetter(3)]],
    );
  }),
];

const restarts: StorageCase[] = [
  storageCase("keeps groups and their dead letters through a crash", async (storage, given) => {
    await (storage as LoggingStorage).saveGroup({ group: "g", position: 9, keep: [aLetter(4)] });
    const next = (await given.crashedAndReopened(storage)) as LoggingStorage;
    same(await next.getGroup("g"), { group: "g", position: 9 });
    same(await next.listDeadLetters({ group: "g", limit: 10 }), [aLetter(4)]);
  }),
];

/** How far consumer groups are, and what they could not handle. */
export const consumerGroups: readonly StorageGroup[] = [
  { title: "consumer groups", cases: needing("events", ...cursors, ...letters, ...forgetting) },
  { title: "consumer groups after a restart", cases: needing("events restart", ...restarts) },
];
