import { StopSignal } from "./stop-signal";

describe("StopSignal", () => {
  it("tells each listener once, and who comes late at once", () => {
    const signal = new StopSignal();
    const told: string[] = [];
    signal.onStop(() => told.push("early"));
    const forget = signal.onStop(() => told.push("gone"));
    forget();
    expect(signal.hasBegun).toBe(false);
    signal.stop();
    signal.stop();
    signal.onStop(() => told.push("late"));
    expect([told, signal.hasBegun]).toEqual([["early", "late"], true]);
  });
});
