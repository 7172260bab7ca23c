export type {
  AccessStore,
  ApiKeyRecord,
  AuditEntry,
  AuditLog,
  AuditQuery,
  AuditRow,
  KeyStore,
} from "./access-store";
export type { CloudEvent, EventPriority } from "./cloud-event";
export type { Delivery, EventFilter, EventHandler, GroupRetry } from "./consumer";
export { parseCursor, type RowPlace, toCursor, unknownCursor } from "./cursor";
export type { Clock, TimerHandle, Timers } from "./clock";
export type { Ids, Random } from "./entropy";
export type { ExecutionRow, JournalEntry } from "./entries";
export type {
  DeadLetter,
  DeadLetterQuery,
  EventLog,
  GroupChange,
  GroupRecord,
  LoggedEvent,
  LogPage,
} from "./event-log";
export type { Logger, LogMethod } from "./logger";
export type { Page, PageQuery } from "./page";
export { EXECUTION_STATUSES, type ExecutionStatus } from "./status";
export type { Cipher, SecretProvider } from "./secrets";
export type {
  Commit,
  ExecutionIndex,
  ExecutionQuery,
  Journal,
  Storage,
  StorageAbilities,
  UnfinishedPart,
  WorkflowQuery,
  WorkflowRecord,
  WorkflowStore,
} from "./storage";
export type { EventMark, ScheduleRecord, TriggerStore } from "./triggers";
export { type AnyStorageMethod, mapMethods, type StorageMethod, wrapStorage } from "./wrap-storage";
