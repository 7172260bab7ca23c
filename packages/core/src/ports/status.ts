/** The statuses of an execution. */
export const EXECUTION_STATUSES = [
  "pending",
  "running",
  "waiting",
  "paused",
  "completed",
  "failed",
  "cancelled",
] as const;

/** A status of an execution. */
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];
