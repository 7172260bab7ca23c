import type { CloudEvent, ExecutionRow, JournalEntry } from "../ports";
import { MemoryEventLog } from "./event-log";
import { memory } from "./memory-storage";

function event(id: string): CloudEvent {
  return { id, source: "/", type: "x", correlationid: id, data: null } as CloudEvent;
}

function commit(execution_id: string, sequences: readonly number[], isEnd = false) {
  const entries = sequences.map((sequence): JournalEntry => {
    return { execution_id, sequence, time: 1, type: "x", data: {} };
  });
  const row = { execution_id, workflow_id: "w", correlation_id: "c", completed_at: isEnd ? 1 : null };
  return { entries, row: row as ExecutionRow };
}

describe("the log in memory", () => {
  it("leaves out what was forgotten, and goes on behind it", async () => {
    const storage = memory({ endedExecutions: 1 });
    for (const id of ["a", "b"]) await storage.append(commit(id, [1, 2], true));
    expect(await storage.readEvents!(0, 1)).toMatchObject({ events: [{ position: 3 }], upTo: 3 });
    await storage.append(commit("c", [1], true));
    expect(await storage.readEvents!(1, 10)).toMatchObject({ events: [{ position: 5 }], upTo: 5 });
  });

  it("does not grow with what was forgotten", () => {
    const log = new MemoryEventLog({ handledUpTo: Number.POSITIVE_INFINITY });
    const source = { journal: [] as JournalEntry[], row: commit("x", []).row };
    const alive = { journal: [...commit("y", [1]).entries], row: source.row };
    log.add(alive, 1);
    for (let n = 0; n < 100_000; n++) {
      log.add(source, 1);
      log.forget(1);
    }
    const { items } = log as unknown as { items: unknown[] };
    expect(items.length).toBeLessThan(3000);
    expect([log.last, log.read(0, 10).upTo]).toEqual([100_001, 100_001]);
  });

  it("keeps the newest 10,000 published events", () => {
    const log = new MemoryEventLog({ handledUpTo: Number.POSITIVE_INFINITY });
    for (let n = 0; n < 12_000; n++) log.publish(event(`${n}`));
    const { events } = log.read(0, 20_000);
    expect([events.length, events[0]?.position, log.last]).toEqual([10_000, 2001, 12_000]);
    expect([log.publish(event("11999")), log.publish(event("0"))]).toEqual([false, true]);
  });

  it("keeps published events longer for consumer groups, up to a limit", () => {
    const groups = { handledUpTo: 0 };
    const log = new MemoryEventLog(groups);
    for (let n = 1; n <= 100_001; n++) log.publish(event(String(n)));
    expect(log.read(0, 1).events[0]?.position).toBe(2);
    groups.handledUpTo = 50_000;
    log.publish(event("next"));
    expect(log.read(0, 1).events[0]?.position).toBe(50_001);
  });
});
