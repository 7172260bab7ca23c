import { FairSlots, type SlotUser } from "./slots";

/** Takes a slot whenever it may go on, and queues up again while it has more to do. */
function worker(
  slots: FairSlots,
  { name, work, log }: { name: string; work: number; log: string[] },
): SlotUser {
  let left = work;
  const user: SlotUser = {
    goOn() {
      for (; left > 0 && slots.hasRoom; left -= 1) {
        slots.take();
        log.push(name);
      }
      if (left > 0) slots.waitFor(user);
    },
  };
  return user;
}

describe("slots", () => {
  it("are as many as the limit says", () => {
    const slots = new FairSlots(2);
    const log: string[] = [];
    worker(slots, { name: "a", work: 5, log }).goOn();
    expect([log.length, slots.hasRoom]).toEqual([2, false]);
    slots.release();
    expect(log.length).toBe(3);
  });

  it("go round among those who wait", () => {
    const slots = new FairSlots(1);
    const log: string[] = [];
    for (const name of ["a", "b", "c"]) worker(slots, { name, work: 3, log }).goOn();
    while (log.length < 9) slots.release();
    expect(log.join("")).toBe("aabcabcbc");
  });

  it("are not given to who has left the queue", () => {
    const slots = new FairSlots(1);
    const log: string[] = [];
    worker(slots, { name: "a", work: 1, log }).goOn();
    const gone = worker(slots, { name: "b", work: 1, log });
    gone.goOn();
    slots.leave(gone);
    slots.release();
    expect([log, slots.hasRoom]).toEqual([["a"], true]);
  });

  it("need no deep stack when work ends at once", () => {
    const slots = new FairSlots(1);
    let done = 0;
    const quick = (): SlotUser => ({
      goOn() {
        slots.take();
        done += 1;
        slots.release();
      },
    });
    slots.take();
    for (let index = 0; index < 100_000; index++) slots.waitFor(quick());
    slots.release();
    expect(done).toBe(100_000);
  });
});
