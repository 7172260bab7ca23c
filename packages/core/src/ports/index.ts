export { parseCursor, type RowPlace, toCursor, unknownCursor } from "./cursor";
export type { Clock, TimerHandle, Timers } from "./clock";
export type { Ids, Random } from "./entropy";
export type { Logger, LogMethod } from "./logger";
export { EXECUTION_STATUSES, type ExecutionStatus } from "./status";
export type { Cipher, SecretProvider } from "./secrets";
export type {
  Commit,
  ExecutionIndex,
  ExecutionQuery,
  ExecutionRow,
  Journal,
  JournalEntry,
  Page,
  PageQuery,
  Storage,
  StorageAbilities,
  UnfinishedPart,
  WorkflowQuery,
  WorkflowRecord,
  WorkflowStore,
} from "./storage";
