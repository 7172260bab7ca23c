import { systemTime } from "./time";

describe("systemTime", () => {
  it("calls back when the time has come", async () => {
    const at = systemTime.now() + 5;
    await new Promise<void>((resolve) => {
      systemTime.schedule(at, resolve);
      setTimeout(() => undefined, 50); // its own timers don't keep the process
    });
    expect(systemTime.now()).toBeGreaterThanOrEqual(at - 1);
  });

  it("calls back for a time that has passed, and not when it was taken back", async () => {
    const fired: string[] = [];
    systemTime.schedule(0, () => fired.push("cancelled")).cancel();
    await new Promise<void>((resolve) => {
      systemTime.schedule(0, () => resolve(void fired.push("past")));
      setTimeout(() => undefined, 50);
    });
    expect(fired).toEqual(["past"]);
  });
});
