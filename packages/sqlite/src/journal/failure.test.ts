import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Driver, Statement } from "../file/driver";
import { loadDriver } from "../file/driver";
import { errorOf, textWith } from "../testing/expect";
import { startNode } from "../testing/process";
import { cleanUp, commitOf, openStore, recordOf, tempFile, turns, type TestStore } from "../testing/store";

jest.setTimeout(60_000);
afterEach(cleanUp);

/** Lets the file not grow any more, as a full disk does; then it may again. */
function fill(store: TestStore): void {
  const { page_count } = store.db().prepare("PRAGMA page_count").get() as { page_count: number };
  store.db().exec(`PRAGMA max_page_count = ${page_count}`);
}

function makeSpace(store: TestStore): void {
  store.db().exec("PRAGMA max_page_count = 1000000");
}

const large = { filling: "x".repeat(100_000) };

/** A driver that counts statements, and fails when told to. */
function watchedDriver(): { driver: Driver; runs: Map<string, number>; failing: Set<string> } {
  const driver = loadDriver();
  const runs = new Map<string, number>();
  const failing = new Set<string>();
  class Watched extends driver.DatabaseSync {
    override prepare(sql: string): Statement {
      const statement = super.prepare(sql);
      const run = statement.run.bind(statement);
      statement.run = (...values: never[]) => {
        if (failing.has(sql)) throw Object.assign(new Error("disk I/O error"), { errcode: 10 });
        runs.set(sql, (runs.get(sql) ?? 0) + 1);
        return run(...values);
      };
      return statement;
    }
  }
  return { driver: { ...driver, DatabaseSync: Watched }, runs, failing };
}

describe("group commit", () => {
  it("stores all commits of a turn in one transaction", async () => {
    const { driver, runs } = watchedDriver();
    const store = openStore({}, { load: () => driver });
    const ids = Array.from({ length: 128 }, (_, index) => `e${index}`);
    for (let round = 1; round <= 4; round++)
      await Promise.all(ids.map((id) => store.append(commitOf(id, [round]))));
    expect([runs.get("COMMIT"), runs.get("BEGIN IMMEDIATE")]).toEqual([4, 4]);
  });

  it("writes one row of the journal per commit, and an execution's row when it changes", async () => {
    const { driver, runs } = watchedDriver();
    const store = openStore({}, { load: () => driver });
    await store.append(commitOf("x", [1, 2, 3]));
    await store.append(commitOf("x", [4, 5]));
    await store.append(commitOf("x", [6]));
    await store.append(commitOf("x", [7], { completed_at: 5, status: "completed" }));
    const count = (begin: string): number =>
      [...runs].reduce((sum, [sql, times]) => sum + (sql.startsWith(begin) ? times : 0), 0);
    expect(["INSERT INTO journal", "INSERT INTO executions", "UPDATE executions"].map(count)).toEqual([
      4, 1, 1,
    ]);
  });

  it("writes an execution's row once, however many commits of it share a transaction", async () => {
    const { driver, runs } = watchedDriver();
    const store = openStore({}, { load: () => driver });
    const statuses = ["pending", "running", "waiting"] as const;
    await Promise.all(statuses.map((status, index) => store.append(commitOf("x", [index + 1], { status }))));
    expect([...runs.keys()].filter((sql) => sql.startsWith("UPDATE"))).toEqual([]);
    expect(store.getExecution("x")).toMatchObject({ status: "waiting", sequence: 3 });
  });
});

describe("when the disk is full", () => {
  it("no commit of the transaction is stored, and each is refused with the reason", async () => {
    const store = openStore();
    await store.append(commitOf("x", [1]));
    fill(store);
    const results = await Promise.allSettled([
      store.append(commitOf("y", [1], { key: "k" })),
      store.append(commitOf("x", [2], { data: large, status: "failed" })),
      store.append(commitOf("x", [3])),
    ]);
    const reason = { code: "STORAGE_UNAVAILABLE", message: textWith("the disk is full") };
    for (const result of results) expect(result).toMatchObject({ status: "rejected", reason });
    expect([store.getExecution("y"), store.read("x").length, store.getExecution("x")?.status]).toEqual([
      undefined,
      1,
      "running",
    ]);
    expect(store.findByIdempotencyKey("w", "k")).toBeUndefined();
  });

  it("probes are refused too, and everything goes on where it was once there is space", async () => {
    const store = openStore();
    await store.append(commitOf("x", [1]));
    fill(store);
    await expect(store.append(commitOf("x", [2], { data: large }))).rejects.toThrow(/disk is full/);
    expect(() => store.probe()).toThrow(errorOf("STORAGE_UNAVAILABLE"));
    const bulky = recordOf("w", { definition: { name: "w", large } });
    expect(() => store.putWorkflow(bulky)).toThrow(/disk is full/);
    makeSpace(store);
    store.probe();
    await store.append(commitOf("x", [2], { data: large }));
    await store.append(commitOf("x", [3]));
    store.putWorkflow(bulky);
    expect(store.read("x").map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(store.check().problems).toEqual([]);
  });

  it("what follows in the next turn stands or falls by itself", async () => {
    const store = openStore();
    await store.append(commitOf("x", [1]));
    fill(store);
    const refused = store.append(commitOf("x", [2], { data: large }));
    await expect(refused).rejects.toThrow(/disk is full/);
    makeSpace(store);
    await expect(store.append(commitOf("x", [3]))).rejects.toMatchObject({ code: "JOURNAL_CONFLICT" });
    await store.append(commitOf("x", [2]));
    expect(store.read("x").length).toBe(2);
  });

  it("the log beside the file may be what has no room", async () => {
    const file = tempFile();
    // RLIMIT_FSIZE: no file of that process grows beyond 1 MiB. SIGXFSZ would end it, so it is ignored.
    const program = path.join(__dirname, "../testing/program.ts");
    const child = startNode([program, "filler", file], "trap '' XFSZ; ulimit -f 1024");
    expect(await child.ended()).toBe(0);
    const lines = child.output().trim().split("\n");
    expect(lines.at(-1)).toMatch(/^refused Storage ".*" takes nothing now/);
    const acknowledged = lines.slice(1, -1).map(Number);
    expect(acknowledged.length).toBeGreaterThan(10);
    const store = openStore({ path: file });
    expect(store.read("x").map(({ sequence }) => sequence)).toEqual(acknowledged);
    await store.append(commitOf("x", [acknowledged.length + 1]));
  });
});

const canMount = process.getuid?.() === 0 && process.platform === "linux" && tryMount();

function tryMount(): boolean {
  const folder = tempFile("mount");
  mkdirSync(folder);
  try {
    mountAt(folder);
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  }
}

function mountAt(folder: string): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
}

(canMount ? describe : describe.skip)("on a disk that is really full", () => {
  it("nothing acknowledged is lost, and it goes on when there is space", async () => {
    const folder = tempFile("disk");
    mkdirSync(folder);
    mountAt(folder);
    try {
      const store = openStore({ path: path.join(folder, "tutti.db") });
      const filler = path.join(folder, "filler");
      writeFileSync(filler, Buffer.alloc(300_000));
      let acknowledged = 0;
      const next = (): Promise<void> => store.append(commitOf("x", [acknowledged + 1], { data: large }));
      await expect(
        (async () => {
          for (;;) {
            await next();
            acknowledged += 1;
          }
        })(),
      ).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
      expect(store.read("x")).toHaveLength(acknowledged);
      expect(acknowledged).toBeGreaterThan(0);
      rmSync(filler);
      store.probe();
      await next();
      expect(store.read("x")).toHaveLength(acknowledged + 1);
      store.close();
    } finally {
      execFileSync("umount", [folder]);
    }
  });
});

describe("when the disk fails", () => {
  it.each(["BEGIN IMMEDIATE", "COMMIT"])("at %s, nothing is stored, and the next commit is", async (sql) => {
    const { driver, failing } = watchedDriver();
    const store = openStore({}, { load: () => driver });
    await store.append(commitOf("x", [1]));
    failing.add(sql);
    const results = await Promise.allSettled([
      store.append(commitOf("x", [2])),
      store.append(commitOf("y", [1])),
    ]);
    for (const result of results)
      expect(result).toMatchObject({
        status: "rejected",
        reason: { code: "STORAGE_UNAVAILABLE", message: textWith("disk I/O error") },
      });
    failing.clear();
    await turns();
    expect([store.read("x").length, store.read("y").length]).toEqual([1, 0]);
    await Promise.all([store.append(commitOf("x", [2])), store.append(commitOf("y", [1]))]);
    expect([store.read("x").length, store.read("y").length]).toEqual([2, 1]);
  });

  it("the file is not touched while another program has it locked", async () => {
    const store = openStore();
    store.db().exec("PRAGMA busy_timeout = 0");
    const other = new (loadDriver().DatabaseSync)(store.path);
    other.exec("BEGIN IMMEDIATE");
    await expect(store.append(commitOf("x", [1]))).rejects.toThrow(/another program has it locked/);
    other.exec("ROLLBACK");
    await store.append(commitOf("x", [1]));
    other.close();
  });
});
