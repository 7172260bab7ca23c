import { systemTimers, type TimeoutApi } from "./system-timers";

/** A clock and timeouts that a test moves; a timeout may be made to fire early. */
function machine() {
  let now = 1_000;
  const set: { ms: number; callback: () => void; isCleared: boolean }[] = [];
  const api: TimeoutApi = {
    set(callback, ms) {
      const timeout = { ms, callback, isCleared: false };
      set.push(timeout);
      return timeout;
    },
    clear: (handle) => {
      (handle as { isCleared: boolean }).isCleared = true;
    },
  };
  const timers = systemTimers({ now: () => now, monotonic: () => now }, api);
  return { timers, set, pass: (ms: number) => void (now += ms) };
}

describe("system timers", () => {
  it("fire once at their time", () => {
    const { timers, set, pass } = machine();
    const fired = jest.fn();
    timers.schedule(1_500, fired);
    expect(set.map(({ ms }) => ms)).toEqual([500]);
    pass(500);
    set[0]?.callback();
    expect(fired).toHaveBeenCalledTimes(1);
  });

  it("never wake anybody before the time, though a timeout fires early", () => {
    const { timers, set, pass } = machine();
    const fired = jest.fn();
    timers.schedule(1_500, fired);
    pass(499);
    set[0]?.callback();
    expect(fired).not.toHaveBeenCalled();
    expect(set[1]?.ms).toBe(1);
    pass(1);
    set[1]?.callback();
    expect(fired).toHaveBeenCalledTimes(1);
  });

  it("fire in a later turn for a time that has passed", () => {
    const { timers, set } = machine();
    const fired = jest.fn();
    timers.schedule(10, fired);
    expect([fired.mock.calls.length, set[0]?.ms]).toEqual([0, 0]);
  });

  it("reach further than setTimeout does", () => {
    const { timers, set, pass } = machine();
    const fired = jest.fn();
    const longest = 2 ** 31 - 1;
    timers.schedule(1_000 + longest + 5, fired);
    expect(set[0]?.ms).toBe(longest);
    pass(longest);
    set[0]?.callback();
    expect([fired.mock.calls.length, set[1]?.ms]).toEqual([0, 5]);
    pass(5);
    set[1]?.callback();
    expect(fired).toHaveBeenCalledTimes(1);
  });

  it("can be taken back, also when they were set again", () => {
    const { timers, set } = machine();
    const handle = timers.schedule(1_500, () => undefined);
    set[0]?.callback();
    handle.cancel();
    expect(set.map(({ isCleared }) => isCleared)).toEqual([false, true]);
  });

  it("share one timeout, for the one that is due first", () => {
    const { timers, set, pass } = machine();
    const order: string[] = [];
    const at = (time: number, name: string) => timers.schedule(time, () => void order.push(name));
    at(3_000, "c");
    at(2_000, "b");
    const taken = at(1_500, "never");
    at(1_700, "a");
    at(2_000, "b, too");
    expect(set.map(({ ms, isCleared }) => [ms, isCleared])).toEqual([
      [2_000, true],
      [1_000, true],
      [500, false],
    ]);
    taken.cancel();
    taken.cancel();
    pass(1_000);
    set[2]?.callback();
    expect(order).toEqual(["a", "b", "b, too"]);
    expect(set.at(-1)?.ms).toBe(1_000);
  });

  it("leave what a callback sets to the next turn", () => {
    const { timers, set } = machine();
    let fired = 0;
    const again = (): void => {
      fired += 1;
      timers.schedule(1_000, again);
    };
    timers.schedule(1_000, again);
    set[0]?.callback();
    expect([fired, set.length, set[1]?.ms]).toEqual([1, 2, 0]);
  });

  it("fire the others though one throws", () => {
    const { timers, set } = machine();
    const fired = jest.fn();
    timers.schedule(1_000, () => {
      throw new Error("no");
    });
    timers.schedule(1_000, fired);
    expect(() => set[0]?.callback()).toThrow("no");
    set[1]?.callback();
    expect(fired).toHaveBeenCalledTimes(1);
  });
});
