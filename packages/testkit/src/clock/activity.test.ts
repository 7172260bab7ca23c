import { Activity } from "./activity";
import { turn } from "./turn";

const turns = async (count: number): Promise<void> => {
  for (let left = count; left > 0; left--) await turn();
};

describe("activity", () => {
  it("is at rest at once when nothing happens", async () => {
    await expect(new Activity().rest()).resolves.toBeUndefined();
  });

  it("comes to rest after all that is under way, and what follows from it", async () => {
    const activity = new Activity();
    const log: string[] = [];
    const first = async (): Promise<void> => {
      await turns(30);
      log.push("first");
      void activity.track(
        "second",
        turns(30).then(() => void log.push("second")),
      );
    };
    void activity.track("first", first());
    await activity.rest();
    expect(log).toEqual(["first", "second"]);
  });

  it("passes answers and errors on", async () => {
    const activity = new Activity();
    expect(activity.track("now", 5)).toBe(5);
    await expect(activity.track("later", Promise.resolve(6))).resolves.toBe(6);
    await expect(activity.track("never", Promise.reject(new Error("no")))).rejects.toThrow("no");
    await activity.rest();
  });

  it("finds what comes, and says what is missing as soon as nothing can come any more", async () => {
    const activity = new Activity();
    let value: number | undefined;
    const done = activity.begin("work");
    void turns(40).then(() => {
      value = 7;
      done();
      done();
    });
    await expect(
      activity.until(
        () => value,
        () => "nothing",
      ),
    ).resolves.toBe(7);
    await expect(
      activity.until(
        () => undefined,
        () => "it did not come",
      ),
    ).rejects.toThrow("it did not come");
  });

  it("settles with a promise, and gives up on one that cannot settle any more", async () => {
    const activity = new Activity();
    const missing = (): string => "it hangs";
    await expect(activity.settled(Promise.resolve(1), missing)).resolves.toBe(1);
    await expect(activity.settled(Promise.reject(new Error("no")), missing)).rejects.toThrow("no");
    await expect(activity.settled(new Promise(() => undefined), missing)).rejects.toThrow("it hangs");
  });
});
