import { type PathLike, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadDriver } from "../file/driver";
import { textWith } from "../testing/expect";
import { cleanUp, commitOf, openStore, recordOf, tempFile } from "../testing/store";

afterEach(cleanUp);

describe("a backup", () => {
  it("is a store like any other, with all that was stored", async () => {
    const store = openStore();
    store.putWorkflow(recordOf("w"));
    await store.append(commitOf("x", [1, 2], { key: "k" }));
    const target = path.join(tempFile("backups"), "deeper", "copy.db");
    const { bytes } = await store.backup(target);
    expect(bytes).toBe(statSync(target).size);
    expect(readdirSync(path.dirname(target))).toEqual(["copy.db"]);
    const copy = openStore({ path: target });
    expect(copy.read("x")).toEqual(store.read("x"));
    expect([copy.findByIdempotencyKey("w", "k"), copy.check().ok]).toEqual(["x", true]);
    await copy.append(commitOf("x", [3]));
    expect(store.read("x")).toHaveLength(2);
  });

  it("has what was queued when it began, and is consistent while the owner writes", async () => {
    const store = openStore();
    store.putWorkflow(recordOf("w"));
    const queued = store.append(commitOf("x", [1]));
    const target = tempFile("copy.db");
    const progress = { isDone: false, written: 1 };
    const made = store.backup(target).finally(() => (progress.isDone = true));
    await queued;
    const write = async (): Promise<void> => {
      progress.written += 1;
      await store.append(commitOf("x", [progress.written], { data: { filling: "x".repeat(5000) } }));
      if (!progress.isDone) await write();
    };
    await write();
    await made;
    const copy = openStore({ path: target });
    expect(copy.check().problems).toEqual([]);
    expect(copy.read("x").length).toBeGreaterThanOrEqual(1);
    expect(store.read("x")).toHaveLength(progress.written);
  });

  it("can be made by a reader", async () => {
    const store = openStore();
    await store.append(commitOf("x", [1]));
    const reader = openStore({ path: store.path, access: "reader" });
    const target = tempFile("copy.db");
    await reader.backup(target);
    expect(openStore({ path: target }).read("x")).toHaveLength(1);
  });

  it("overwrites nothing", async () => {
    const store = openStore();
    const target = tempFile("taken");
    writeFileSync(target, "mine");
    await expect(store.backup(target)).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
    await expect(store.backup(store.path)).rejects.toThrow(/exists already/);
    expect(statSync(target).size).toBe(4);
  });

  it("leaves nothing behind when it fails", async () => {
    const backup = (_source: unknown, part: PathLike): Promise<never> => {
      writeFileSync(part, "half of it");
      return Promise.reject(new Error("no space left"));
    };
    const store = openStore({}, { load: () => ({ ...loadDriver(), backup }) });
    const target = tempFile("copy.db");
    await expect(store.backup(target)).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      message: textWith("no space left"),
    });
    expect(readdirSync(path.dirname(target))).toEqual([]);
  });

  it("does not overwrite what came in between", async () => {
    const target = tempFile("copy.db");
    const backup = (_source: unknown, part: PathLike): Promise<void> => {
      writeFileSync(part, "ours");
      writeFileSync(target, "theirs");
      return Promise.resolve();
    };
    const store = openStore({}, { load: () => ({ ...loadDriver(), backup }) });
    await expect(store.backup(target)).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
    expect(readdirSync(path.dirname(target))).toEqual(["copy.db"]);
    expect(readFileSync(target, "utf8")).toBe("theirs");
  });

  it("is made in this thread where Node.js can't do better", async () => {
    const older = { ...loadDriver(), backup: undefined };
    const store = openStore({}, { load: () => older as never });
    await store.append(commitOf("x", [1]));
    const target = tempFile("copy.db");
    await store.backup(target);
    expect(openStore({ path: target }).read("x")).toHaveLength(1);
  });

  it("needs an open store", async () => {
    const store = openStore();
    store.close();
    await expect(store.backup(tempFile())).rejects.toThrow(/it is not open/);
  });
});
