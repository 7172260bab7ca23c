import { entry, quote } from "./entry";

/** Errors of storages. */
export const storageErrors = {
  JOURNAL_CONFLICT: entry<{ execution_id: string; expected: number; actual: number }>(
    (p) => `Journal of ${p.execution_id} is at sequence ${p.actual}, so ${p.expected} can't be appended.`,
    () => "Another process may own this execution; open the store in one process only.",
  ),
  CORRUPT_JOURNAL: entry<{ execution_id: string; sequence: number; problem: string }>(
    (p) => `Journal of ${p.execution_id} can't be read at sequence ${p.sequence}: ${p.problem}.`,
    () => "Restore the storage from a backup; everything else goes on without this execution.",
  ),
  STORAGE_UNAVAILABLE: entry<{ storage: string; reason: string }>(
    (p) => `Storage ${quote(p.storage)} takes nothing now: ${p.reason}.`,
    () =>
      "Make space or repair the disk; what is stored goes on by itself once the storage takes entries again.",
  ),
  STORAGE_IN_USE: entry<{ storage: string; owner: string }>(
    (p) => `Storage ${quote(p.storage)} belongs to ${p.owner}.`,
    () => "Stop that process, send it your request, or use another file.",
  ),
  STORAGE_READ_ONLY: entry<{ storage: string; request: string }>(
    (p) => `Storage ${quote(p.storage)} was opened for reading, so it can't ${p.request}.`,
    () => "Open it as its owner.",
  ),
  STORAGE_VERSION: entry<{ storage: string; version: number; supported: number }>(
    (p) => `Storage ${quote(p.storage)} has format ${p.version}; this version knows up to ${p.supported}.`,
    () => "Update Tutti, or use a backup that was made before the newer version opened the file.",
  ),
  STORAGE_CORRUPT: entry<{ storage: string; reason: string }>(
    (p) => `Storage ${quote(p.storage)} can't be read: ${p.reason}.`,
    () => "Look at it with tutti storage check, and restore the newest backup.",
  ),
  STORAGE_UNSUPPORTED: entry<{ node: string }>(
    (p) => `Node.js ${p.node} has no node:sqlite.`,
    () => "Use Node.js 24, or 22.13 or newer; without it, leave the storage out to run in memory.",
  ),
};
