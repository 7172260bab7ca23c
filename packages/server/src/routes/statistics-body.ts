import type { ExecutionSummary } from "@tutti/core";

/** What was looked at. */
export interface Looked {
  /** ISO 8601. */
  readonly since: string;
  /** ms since the epoch. */
  readonly until: number;
  readonly isComplete: boolean;
}

/** How many kinds of failures are told. */
const MOST_FAILURES = 20;
const MINUTE_MS = 60_000;

/** Counts executions, newest first. */
export function toStatistics(rows: readonly ExecutionSummary[], { isComplete, since, until }: Looked) {
  const oldest = rows.at(-1)?.created_at;
  const from = isComplete || oldest === undefined ? since : oldest;
  const minutes = Math.max(until - Date.parse(from), 1) / MINUTE_MS;
  return {
    since: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    sampled: rows.length,
    is_complete: isComplete,
    by_status: countBy(rows.map(({ status }) => status)),
    started_per_minute: Math.round((rows.length / minutes) * 1000) / 1000,
    duration_ms: percentiles(rows.filter(({ status }) => status === "completed").map(durationOf)),
    failures: failuresOf(rows),
  };
}

function durationOf({ completed_at, created_at, started_at }: ExecutionSummary): number {
  return Date.parse(completed_at ?? created_at) - Date.parse(started_at ?? created_at);
}

function percentiles(values: number[]): { p50: number; p95: number } | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

interface FailureCount {
  readonly workflow_id: string;
  readonly workflow_name: string;
  readonly action_id: string | null;
  readonly code: string;
  count: number;
}

function failuresOf(rows: readonly ExecutionSummary[]): FailureCount[] {
  const found = new Map<string, FailureCount>();
  for (const { error, status, workflow_id, workflow_name } of rows) {
    if (status !== "failed" || error === null) continue;
    const { action_id, code } = error;
    const key = JSON.stringify([workflow_id, action_id, code]);
    const known = found.get(key) ?? { workflow_id, workflow_name, action_id, code, count: 0 };
    known.count += 1;
    found.set(key, known);
  }
  return [...found.values()].toSorted((a, b) => b.count - a.count).slice(0, MOST_FAILURES);
}
