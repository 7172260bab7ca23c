import { turn } from "./turn";
import { createTestClock, EPOCH, VirtualClock } from "./virtual-clock";

describe("the virtual clock", () => {
  it("stands still until it is moved", async () => {
    const clock = createTestClock();
    expect([clock.now(), clock.monotonic()]).toEqual([EPOCH, 0]);
    await clock.advance(1500);
    expect([clock.now(), clock.monotonic()]).toEqual([EPOCH + 1500, 1500]);
  });

  it("begins where it is told to", () => {
    expect([createTestClock({ start: 7 }).now(), createTestClock({ start: 7 }).monotonic()]).toEqual([7, 0]);
  });

  it("fires timers in the order of their time, then of their setting, each at its time", async () => {
    const clock = new VirtualClock();
    const fired: [string, number][] = [];
    const set = (name: string, ms: number): void =>
      void clock.schedule(EPOCH + ms, () => fired.push([name, clock.monotonic()]));
    set("c", 30);
    set("a", 10);
    set("b1", 20);
    set("b2", 20);
    set("late", 31);
    await clock.advance(30);
    expect([fired, clock.size]).toEqual([
      [
        ["a", 10],
        ["b1", 20],
        ["b2", 20],
        ["c", 30],
      ],
      1,
    ]);
  });

  it("keeps the order of many timers, some of which are taken back", async () => {
    const clock = new VirtualClock();
    const fired: number[] = [];
    const times = Array.from({ length: 500 }, (_, n) => 1 + ((n * 7919) % 499));
    const handles = times.map((ms) => clock.schedule(EPOCH + ms, () => fired.push(ms)));
    for (const [n, handle] of handles.entries()) if (n % 3 === 0) handle.cancel();
    const left = times.filter((_, n) => n % 3 !== 0).toSorted((a, b) => a - b);
    expect(clock.size).toBe(left.length);
    await clock.advance(500);
    expect([fired, clock.size]).toEqual([left, 0]);
  });

  it("fires what timers set while time passes", async () => {
    const clock = new VirtualClock();
    const fired: number[] = [];
    const tick = (): void => {
      fired.push(clock.monotonic());
      clock.schedule(clock.now() + 10, () => void Promise.resolve().then(tick));
    };
    tick();
    await clock.advance(35);
    expect(fired).toEqual([0, 10, 20, 30]);
  });

  it("waits for what a timer began to come to rest, however many turns that takes", async () => {
    const clock = new VirtualClock();
    const log: string[] = [];
    const work = async (): Promise<void> => {
      for (let turns = 0; turns < 50; turns++) await turn();
      log.push(`worked at ${clock.monotonic()}`);
    };
    clock.schedule(EPOCH + 10, () => void clock.activity.track("work", work()));
    clock.schedule(EPOCH + 20, () => log.push("next"));
    await clock.advance(20);
    expect(log).toEqual(["worked at 10", "next"]);
  });

  it("fires what is due already in a later turn, without being moved, and never before schedule returns", async () => {
    const clock = new VirtualClock();
    const fired = jest.fn();
    clock.schedule(EPOCH, fired);
    clock.schedule(EPOCH - 5, fired).cancel();
    expect(fired).not.toHaveBeenCalled();
    await clock.advance(0);
    expect(fired).toHaveBeenCalledTimes(1);
  });

  it("takes timers back, twice if need be", async () => {
    const clock = new VirtualClock();
    const fired = jest.fn();
    const timer = clock.schedule(EPOCH + 5, fired);
    timer.cancel();
    timer.cancel();
    await clock.advance(10);
    timer.cancel();
    expect([fired.mock.calls.length, clock.size]).toEqual([0, 0]);
  });
});
