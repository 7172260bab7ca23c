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
});
