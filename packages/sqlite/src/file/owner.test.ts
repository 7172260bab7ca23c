import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { errorOf } from "../testing/expect";
import { startProcess } from "../testing/process";
import { cleanUp, commitOf, makeStore, openStore, tempFile } from "../testing/store";
import { storageOwner } from "./owner";

jest.setTimeout(60_000);
afterEach(cleanUp);

describe("the owner of a file", () => {
  it("is one; a second is told who it is", () => {
    const first = openStore({ label: "tutti run" }, { now: () => Date.UTC(2026, 0, 31, 9) });
    const second = makeStore({ path: first.path });
    expect(() => second.open()).toThrow(errorOf("STORAGE_IN_USE"));
    const owner = `process ${process.pid} on ${hostname()} (tutti run), since 2026-01-31T09:00:00.000Z`;
    expect(() => second.open()).toThrow(`belongs to ${owner}.`);
    first.close();
    second.open();
    expect(second.unfinished()).toEqual([]);
  });

  it("is one also when the file has two names", () => {
    const first = openStore();
    const link = tempFile("link.db");
    symlinkSync(first.path, link);
    expect(() => makeStore({ path: link }).open()).toThrow(/belongs to process/);
    const folder = tempFile("folder");
    symlinkSync(path.dirname(first.path), folder);
    expect(() => makeStore({ path: path.join(folder, path.basename(first.path)) }).open()).toThrow(
      /belongs to/,
    );
  });

  it("is known to everybody while it has the file open", () => {
    const store = makeStore({ label: "tutti run", endpoint: "http://127.0.0.1:7000" }, { now: () => 5 });
    expect(storageOwner(store.path)).toBeUndefined();
    store.open();
    expect(storageOwner(store.path)).toEqual({
      pid: process.pid,
      host: hostname(),
      since: 5,
      label: "tutti run",
      endpoint: "http://127.0.0.1:7000",
    });
    store.close();
    expect(storageOwner(store.path)).toBeUndefined();
  });

  it("keeps the file while others look who it is", async () => {
    const store = openStore();
    for (let look = 0; look < 20; look++) expect(storageOwner(store.path)?.label).toBeNull();
    await store.append(commitOf("x", [1]));
    expect(() => makeStore({ path: store.path }).open()).toThrow(/belongs to process/);
  });

  it("gives the file up when it could not be opened", () => {
    const store = makeStore({}, { migrations: ["NONSENSE"] });
    expect(() => store.open()).toThrow(/syntax error/);
    expect(storageOwner(store.path)).toBeUndefined();
    expect(existsSync(`${store.path}-lock`)).toBe(true);
  });

  it("can't be told from a lock that is no lock", () => {
    const file = tempFile();
    mkdirSync(`${file}-lock`);
    expect(() => storageOwner(file)).toThrow(errorOf("STORAGE_UNAVAILABLE"));
    expect(() => makeStore({ path: file }).open()).toThrow(errorOf("STORAGE_UNAVAILABLE"));
  });
});

describe("an owner in another process", () => {
  it("has the file until it is killed, and then the next one has it at once", async () => {
    const file = tempFile();
    const child = await startProcess("owner", file);
    expect(storageOwner(file)).toMatchObject({ pid: child.pid, label: "another process" });
    const store = makeStore({ path: file });
    expect(() => store.open()).toThrow(
      new RegExp(`belongs to process ${child.pid} on .* \\(another process\\)`),
    );
    await child.kill();
    expect(storageOwner(file)).toBeUndefined();
    store.open();
    expect(storageOwner(file)?.pid).toBe(process.pid);
  });

  it("loses nothing it acknowledged when it is killed in the middle of its work", async () => {
    const file = tempFile();
    const child = await startProcess("writer", file);
    await child.said(/\n(?:\d+\n){20}/);
    await child.kill();
    const acknowledged = child.output().trim().split("\n").slice(1).map(Number);
    const store = openStore({ path: file });
    // A commit of each of 16 executions per number.
    const newest = Math.max(...acknowledged);
    const stored = Array.from({ length: 16 }, (_, index) => store.read(`e${index}`).length);
    for (const length of stored) expect(length).toBeGreaterThanOrEqual(newest);
    expect(store.check().problems.filter((problem) => !problem.startsWith("Workflow"))).toEqual([]);
  });

  it("is read beside while it writes", async () => {
    const file = tempFile();
    const child = await startProcess("writer", file);
    const reader = openStore({ path: file, access: "reader" });
    const before = reader.read("e0").length;
    const seen = child.output().length;
    await child.said(new RegExp(String.raw`^[\s\S]{${seen + 40}}`));
    expect(reader.read("e0").length).toBeGreaterThan(before);
    expect(reader.listExecutions({ limit: 100 }).rows).toHaveLength(16);
    await child.kill();
  });
});
