import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { memory } from "@tutti/core";
import type { Storage } from "@tutti/core/runtime";
import { TestkitError } from "../errors";

/** Where a test orchestrator keeps everything, across its restarts. */
export interface TestStore {
  /** Opens it, for the first time or again. */
  open(): Promise<Storage>;
  /** Closes what a process that died had open. */
  abandon(storage: Storage): Promise<void>;
  /** Takes away what is left of it. */
  dispose(): void;
}

/** A store in memory, in a file of its own, or the one that is given. */
export function testStore(durable: boolean, given: Storage | undefined): TestStore {
  return given === undefined && durable ? fileStore() : keptStore(given ?? memory());
}

/** Memory outlives an orchestrator that dies; there is nothing to close. */
function keptStore(storage: Storage): TestStore {
  return {
    async open() {
      await storage.open();
      return storage;
    },
    abandon: () => Promise.resolve(),
    dispose: () => undefined,
  };
}

function fileStore(): TestStore {
  const sqlite = loadSqlite();
  const folder = mkdtempSync(path.join(os.tmpdir(), "tutti-test-"));
  return {
    async open() {
      const storage = sqlite({ path: path.join(folder, "tutti.db") });
      await storage.open();
      return storage;
    },
    abandon: async (storage) => {
      await storage.close();
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

type Sqlite = (options: { readonly path: string }) => Storage;

/** The package is looked for where the tests are: it is theirs, and not every test needs it. */
function loadSqlite(): Sqlite {
  try {
    const load = createRequire(path.join(process.cwd(), "package.json"));
    return (load("@tutti/sqlite") as { readonly sqlite: Sqlite }).sqlite;
  } catch (cause) {
    const error = new TestkitError("NO_SQLITE", "durable: true needs @tutti/sqlite, which can't be loaded.");
    error.cause = cause;
    throw error;
  }
}
