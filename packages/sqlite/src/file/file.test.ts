import { DatabaseSync } from "node:sqlite";
import { TuttiError } from "@tutti/core";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sqlite } from "../sqlite";
import { errorOf, textWith } from "../testing/expect";
import { cleanUp, commitOf, makeStore, openStore, recordOf, tamper, tempFile } from "../testing/store";
import { loadDriver } from "./driver";
import { APPLICATION_ID, MIGRATIONS } from "./schema";

afterEach(cleanUp);

describe("opening a file", () => {
  it("makes the file and its folder", () => {
    const file = path.join(tempFile("new"), "deeper", "tutti.db");
    openStore({ path: file });
    expect(existsSync(file)).toBe(true);
  });

  it("writes the log ahead, and waits for the disk at each commit unless told otherwise", () => {
    const settings = (store: ReturnType<typeof openStore>): unknown[] =>
      ["journal_mode", "synchronous", "application_id", "user_version"].map(
        (name) => Object.values(store.db().prepare(`PRAGMA ${name}`).get()!)[0],
      );
    expect(settings(openStore())).toEqual(["wal", 2, APPLICATION_ID, MIGRATIONS.length]);
    expect(settings(openStore({ synchronous: "normal" }))[1]).toBe(1);
  });

  it("says which folder can't be made", () => {
    const file = tempFile("file");
    writeFileSync(file, "");
    const store = makeStore({ path: path.join(file, "tutti.db") });
    expect(() => store.open()).toThrow(errorOf("STORAGE_UNAVAILABLE"));
    expect(() => store.open()).toThrow(/its folder .* can't be made/);
  });

  it("says when the folder can't be written", () => {
    const file = tempFile("folder");
    mkdirSync(file);
    mkdirSync(`${file}/tutti.db`);
    chmodSync(file, 0o500);
    expect(() => makeStore({ path: `${file}/tutti.db` }).open()).toThrow(errorOf("STORAGE_UNAVAILABLE"));
  });

  it("twice is once", async () => {
    const store = openStore();
    store.open();
    await store.append(commitOf("x", [1]));
    expect(store.read("x")).toHaveLength(1);
  });

  it.each([
    ["no database at all", (file: string) => writeFileSync(file, "x".repeat(5000)), /file is not a database/],
    ["another program's", (file: string) => tamper(file, "CREATE TABLE t (a)"), /of another program/],
    [
      "another program's, marked as such",
      (file: string) => tamper(file, "PRAGMA application_id = 7"),
      /of another program/,
    ],
  ])("refuses %s, and leaves it as it was", (_name, make, problem) => {
    const file = tempFile();
    make(file);
    const before = readFileSync(file);
    for (const access of ["owner", "reader"] as const) {
      const store = makeStore({ path: file, access });
      expect(() => store.open()).toThrow(errorOf("STORAGE_CORRUPT"));
      expect(() => store.open()).toThrow(problem);
    }
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(`${file}-lock`)).toBe(false);
  });

  it("needs a Node.js with SQLite", () => {
    const store = makeStore({}, { load: () => undefined });
    expect(() => store.open()).toThrow(errorOf("STORAGE_UNSUPPORTED"));
    expect(() => store.open()).toThrow(process.version);
    expect(existsSync(store.path)).toBe(false);
  });

  it.each([":memory:", ""])("refuses the path %j: nothing of it would last", (file) => {
    expect(() => sqlite({ path: file })).toThrow(errorOf("INVALID_OPTIONS"));
  });

  it.each([{ maxAgeMs: 0 }, { maxAgeMs: 1.5 }, { maxExecutions: -1 }, { maxExecutions: Number.NaN }])(
    "refuses the retention %j",
    (retention) => {
      expect(() => sqlite({ path: "x", retention })).toThrow(errorOf("INVALID_OPTIONS"));
    },
  );
});

describe("the file's format", () => {
  const OLD = MIGRATIONS;
  const NEW = [...OLD, "ALTER TABLE workflows ADD COLUMN note TEXT", "CREATE TABLE more (a)"];

  it("is brought up to date, and keeps what is stored", async () => {
    const store = openStore({}, { migrations: OLD });
    await store.append(commitOf("x", [1]));
    store.close();
    const newer = openStore({ path: store.path }, { migrations: NEW });
    expect(newer.read("x")).toHaveLength(1);
    expect(newer.db().prepare("PRAGMA user_version").get()).toEqual({ user_version: NEW.length });
    newer.close();
    openStore({ path: store.path }, { migrations: NEW });
  });

  it("is brought up to date from the first one on", async () => {
    const file = tempFile();
    const first = new DatabaseSync(file);
    first.exec(`${MIGRATIONS[0]}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 1`);
    first.exec(
      "INSERT INTO workflows VALUES ('w', 1, 0, 'active', 'ada', '{\"text\":\"w\",\"tags\":[]}', 0, 0)",
    );
    first.exec(
      "INSERT INTO revisions VALUES ('w', 1, 'active', '{\"name\":\"w\"}', 'ada', 0, 'ada', 0, NULL)",
    );
    first.close();
    const store = openStore({ path: file });
    expect([store.getWorkflow("w")?.definition, store.listSchedules()]).toEqual([{ name: "w" }, []]);
    const mark = { workflow_id: "w", trigger: 0, source: "/", event_id: "1", time: 0 };
    await store.append({ ...commitOf("x", [1]), mark });
    expect(store.isMarked(mark)).toBe(true);
    expect(store.check()).toMatchObject({ ok: true, workflows: 1 });
  });

  it("stays what it was where a step fails", async () => {
    const store = openStore({}, { migrations: OLD });
    await store.append(commitOf("x", [1]));
    store.close();
    const steps = [...OLD, "CREATE TABLE more (a)", "CREATE TABLE half (a); NONSENSE"];
    expect(() => makeStore({ path: store.path }, { migrations: steps }).open()).toThrow(/syntax error/);
    const again = openStore({ path: store.path }, { migrations: steps.slice(0, -1) });
    expect(again.read("x")).toHaveLength(1);
    expect(again.db().prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").all()).toEqual([]);
  });

  it("is refused when a newer version wrote it, and the file stays as it was", () => {
    const store = openStore({}, { migrations: NEW });
    store.close();
    const before = readFileSync(store.path);
    for (const access of ["owner", "reader"] as const) {
      const older = makeStore({ path: store.path, access });
      expect(() => older.open()).toThrow(errorOf("STORAGE_VERSION"));
      expect(() => older.open()).toThrow(`has format ${NEW.length}; this version knows up to ${OLD.length}`);
    }
    expect(readFileSync(store.path).equals(before)).toBe(true);
  });
});

describe("a reader", () => {
  it("needs an existing file with a store in it", () => {
    const file = tempFile();
    const reader = makeStore({ path: file, access: "reader" });
    expect(() => reader.open()).toThrow(errorOf("INVALID_OPTIONS"));
    writeFileSync(file, "");
    expect(() => reader.open()).toThrow(/it is empty/);
    expect(existsSync(`${file}-lock`)).toBe(false);
  });

  it("reads beside the owner, and after it", async () => {
    const owner = openStore();
    const reader = openStore({ path: owner.path, access: "reader" });
    await owner.append(commitOf("x", [1], { key: "k" }));
    owner.putWorkflow(recordOf("w"));
    const seen = (): unknown[] => [
      reader.read("x").length,
      reader.getExecution("x")?.sequence,
      reader.unfinished().length,
      reader.listExecutions({ limit: 1 }).rows.length,
      reader.findByIdempotencyKey("w", "k"),
      reader.getWorkflow("w")?.revision,
      reader.listWorkflows({ limit: 1 }).rows.length,
      reader.check().ok,
    ];
    expect(seen()).toEqual([1, 1, 1, 1, "x", 1, 1, true]);
    owner.close();
    expect(seen()).toEqual([1, 1, 1, 1, "x", 1, 1, true]);
    reader.close();
    reader.open();
    expect(seen()).toEqual([1, 1, 1, 1, "x", 1, 1, true]);
  });

  it("writes nothing", async () => {
    const owner = openStore();
    const reader = openStore({ path: owner.path, access: "reader" });
    await expect(reader.append(commitOf("x", [1]))).rejects.toMatchObject({
      code: "STORAGE_READ_ONLY",
      message: textWith("it can't store an execution"),
    });
    const writes = [
      () => reader.probe(),
      () => reader.putWorkflow(recordOf("w")),
      () => reader.deleteWorkflow("w"),
      () => reader.prune({ keep: 0 }),
    ];
    for (const write of writes) expect(write).toThrow(errorOf("STORAGE_READ_ONLY"));
  });

  it("does not change the format of an older file", () => {
    const store = openStore();
    store.close();
    tamper(store.path, "PRAGMA user_version = 0");
    expect(() => makeStore({ path: store.path, access: "reader" }).open()).toThrow(TuttiError);
  });
});

describe("the driver", () => {
  it("is Node's own, loaded when it is needed", () => {
    expect(loadDriver()).toBe(loadDriver());
  });
});
