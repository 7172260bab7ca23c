import { TuttiError } from "@tutti/core";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { messageOf } from "./errors";

/** Enough for AES-256 and then some. */
const KEY_BYTES = 48;

/**
 * The key of secret parameters, from the file beside the store; whoever copies the store alone can't read
 * them. The owner makes it when it is first asked for, readable by nobody else.
 *
 * Throws `UNSEALABLE` when a reader finds none, `STORAGE_UNAVAILABLE` when it can't be read or written.
 */
export function encryptionKey(path: string, isOwner: boolean): string {
  const file = `${path}-key`;
  try {
    return readKey(file) ?? (isOwner ? makeKey(file) : missing(file));
  } catch (error) {
    if (error instanceof TuttiError) throw error;
    const reason = `its key ${file} can't be used: ${messageOf(error)}`;
    throw TuttiError.of("STORAGE_UNAVAILABLE", { storage: path, reason }, error);
  }
}

function readKey(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function makeKey(file: string): string {
  const key = randomBytes(KEY_BYTES).toString("base64url");
  // "wx": another one that was made meanwhile is not written over.
  writeFileSync(file, `${key}\n`, { flag: "wx", mode: 0o600, flush: true });
  return key;
}

function missing(file: string): never {
  throw TuttiError.of("UNSEALABLE", { reason: `its key ${file} is missing` });
}
