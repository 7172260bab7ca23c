import type { Failure } from "@tutti/core";
import type { RecordedEvent } from "@tutti/core/runtime";

/** How an execution ended. */
export interface ExecutionEnd {
  readonly status: "completed" | "failed" | "cancelled";
  /** Why it failed, without secrets. A cancelled execution has not failed. */
  readonly error: Failure | undefined;
}

/** Reads the event that ends an execution; undefined for all other events. */
export function executionEnd({ type, data }: RecordedEvent): ExecutionEnd | undefined {
  if (type === "execution.failed") return { status: "failed", error: data.error };
  if (type === "execution.completed") return { status: "completed", error: undefined };
  return type === "execution.cancelled" ? { status: "cancelled", error: undefined } : undefined;
}
