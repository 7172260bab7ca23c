export { storageOwner } from "./file/owner";
export { sqlite } from "./sqlite";
export type {
  Owner,
  PruneOptions,
  Retention,
  SqliteOptions,
  SqliteStorage,
  StorageReport,
  Synchronous,
} from "./types";
