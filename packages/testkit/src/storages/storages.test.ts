import { memory } from "@tutti/core";
import type { Commit } from "@tutti/core/runtime";
import { Activity, turn } from "../clock";
import { aCommit } from "../contracts/storage/samples";
import { failingStorage, mortalStorage, slowStorage, trackedStorage } from "./index";

const commit: Commit = aCommit("x", [1]);

describe("storages with faults", () => {
  it.each([false, true])("failingStorage refuses while it is broken (late: %s)", async (isLate) => {
    let isBroken = true;
    const storage = failingStorage(memory(), { isBroken: () => isBroken, isLate });
    await expect((async () => storage.append(commit))()).rejects.toThrow("the disk is full");
    await expect((async () => storage.probe())()).rejects.toThrow("the disk is full");
    isBroken = false;
    await storage.probe();
    await storage.append(commit);
    expect(await storage.read("x")).toHaveLength(1);
  });

  it("mortalStorage answers nothing any more once it is killed", async () => {
    const inner = memory();
    const storage = mortalStorage(inner);
    storage.kill();
    let isAnswered = false;
    void Promise.resolve(storage.append(commit)).then(() => (isAnswered = true));
    await turn();
    expect([isAnswered, await inner.read("x")]).toEqual([false, []]);
  });

  it("trackedStorage is under way until the storage has answered", async () => {
    const activity = new Activity();
    const storage = trackedStorage(slowStorage(memory(), 50), activity);
    let isStored = false;
    void Promise.resolve(storage.append(commit)).then(() => (isStored = true));
    await activity.rest();
    expect(isStored).toBe(true);
  });
});
