import { setImmediate as turn } from "node:timers/promises";
import { Bulkhead, BusyError } from "./bulkhead";

/** Work that ends when the test says so. */
function controlled() {
  const running: (() => void)[] = [];
  const work = (): Promise<string> => new Promise((resolve) => running.push(() => resolve("done")));
  return { running, work };
}

const never = new AbortController().signal;

describe("Bulkhead", () => {
  it("lets some through, lets some wait, and refuses the rest at once", async () => {
    const bulkhead = new Bulkhead({ max_concurrent: 2, max_queued: 1 });
    const { running, work } = controlled();
    const all = [bulkhead.run(work, never), bulkhead.run(work, never), bulkhead.run(work, never)];
    expect([running.length, bulkhead.queued]).toEqual([2, 1]);
    await expect(bulkhead.run(work, never)).rejects.toBeInstanceOf(BusyError);
    running[0]!();
    await all[0];
    await turn();
    expect([running.length, bulkhead.queued]).toEqual([3, 0]);
    for (const end of running) end();
    await expect(Promise.all(all)).resolves.toEqual(["done", "done", "done"]);
  });

  it("lets a request leave the queue, which then never runs", async () => {
    const bulkhead = new Bulkhead({ max_concurrent: 1, max_queued: 1 });
    const { running, work } = controlled();
    const first = bulkhead.run(work, never);
    const abort = new AbortController();
    const second = bulkhead.run(work, abort.signal);
    const reason = new Error("too late");
    abort.abort(reason);
    await expect(second).rejects.toBe(reason);
    running[0]!();
    await first;
    await turn();
    expect(running).toHaveLength(1);
    const third = bulkhead.run(work, never);
    running[1]!();
    await expect(third).resolves.toBe("done");
  });

  it("frees the place of work that failed", async () => {
    const bulkhead = new Bulkhead({ max_concurrent: 1, max_queued: 0 });
    const failing = (): Promise<never> => Promise.reject(new Error("down"));
    await expect(bulkhead.run(failing, never)).rejects.toThrow("down");
    await expect(bulkhead.run(() => Promise.resolve(7), never)).resolves.toBe(7);
  });

  it("leaves work alone that has begun", async () => {
    const bulkhead = new Bulkhead({ max_concurrent: 1, max_queued: 0 });
    const { running, work } = controlled();
    const abort = new AbortController();
    const first = bulkhead.run(work, abort.signal);
    abort.abort();
    running[0]!();
    await expect(first).resolves.toBe("done");
  });
});
