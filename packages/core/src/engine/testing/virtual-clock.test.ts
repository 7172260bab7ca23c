import { EPOCH, VirtualClock } from "./virtual-clock";

describe("the virtual clock", () => {
  it("stands still until it is moved", async () => {
    const clock = new VirtualClock();
    expect([clock.now(), clock.monotonic()]).toEqual([EPOCH, 0]);
    await clock.advance(1500);
    expect([clock.now(), clock.monotonic()]).toEqual([EPOCH + 1500, 1500]);
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
    expect([fired.mock.calls.length, clock.size]).toEqual([0, 0]);
  });
});
