import { TuttiError } from "@tutti/core";
import { mkdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { messageOf } from "./errors";

/**
 * The one name of a file, however it was given: locks are found by name, so a link must not lead to a
 * second lock.
 */
export function canonicalPath(given: string): string {
  const absolute = path.resolve(given);
  return (
    realPath(absolute) ??
    path.join(realPath(path.dirname(absolute)) ?? path.dirname(absolute), path.basename(absolute))
  );
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

/** Makes the folder of a file. Throws `STORAGE_UNAVAILABLE` when it can't. */
export function makeFolder(file: string, storage: string): void {
  const folder = path.dirname(path.resolve(file));
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = `its folder ${folder} can't be made: ${messageOf(error)}`;
    throw TuttiError.of("STORAGE_UNAVAILABLE", { storage, reason }, error);
  }
}
