import { TuttiError } from "@tutti/core";
import { randomUUID } from "node:crypto";
import { existsSync, linkSync, rmSync, statSync } from "node:fs";
import type { Driver } from "../file/driver";
import { toStorageError } from "../file/errors";
import type { FilePlace } from "../file/file";
import { makeFolder } from "../file/paths";

/** More pages than a file has: one step, so the copy is of one moment and never has to begin again. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies the store at `from` to a new file. The copy is made under another name and then gets its own, so
 * there never is half a copy under it.
 */
export async function backUp(
  driver: Driver,
  from: FilePlace,
  target: string,
): Promise<{ readonly bytes: number }> {
  refuseExisting(target);
  makeFolder(target, target);
  const part = `${target}.${randomUUID()}.part`;
  try {
    await copy(driver, from.path, part);
    linkSync(part, target);
    return { bytes: statSync(target).size };
  } catch (error) {
    refuseExisting(target);
    throw toStorageError(error, target);
  } finally {
    for (const rest of ["", "-journal", "-wal", "-shm"]) rmSync(part + rest, { force: true });
  }
}

/** Copies on a connection of its own: in another thread, and as its reader's snapshot, whatever the owner writes. */
async function copy(driver: Driver, from: string, to: string): Promise<void> {
  const source = new driver.DatabaseSync(from, { readOnly: true });
  try {
    source.exec("PRAGMA busy_timeout = 1000");
    // Node.js 22.13 to 22.15 has no backup(); VACUUM INTO does the same, but in this thread.
    if ((driver.backup as unknown) === undefined) source.prepare("VACUUM INTO ?").run(to);
    else await driver.backup(source, to, { rate: ALL_PAGES });
  } finally {
    source.close();
  }
}

function refuseExisting(target: string): void {
  if (!existsSync(target)) return;
  throw TuttiError.of("INVALID_OPTIONS", {
    where: "backup",
    problem: `target "${target}" exists already`,
    fix: "Give the path of a new file; a backup overwrites nothing.",
  });
}
