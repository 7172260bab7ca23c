import type { Format } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import type { Stage } from "./board";

/** How a stage is shown. */
export interface StageLook {
  readonly symbol: keyof Omit<Symbols, "spinner">;
  readonly format: Format;
  /** In a count: `2 skipped`. */
  readonly word: string;
}

/** The looks of the stages, in the order of a summary. */
export const STAGES: Readonly<Record<Stage, StageLook>> = {
  completed: { symbol: "completed", format: "green", word: "completed" },
  skipped: { symbol: "skipped", format: "dim", word: "skipped" },
  tolerated: { symbol: "warning", format: "yellow", word: "failed (tolerated)" },
  failed: { symbol: "failed", format: "red", word: "failed" },
  cancelled: { symbol: "cancelled", format: "yellow", word: "cancelled" },
  compensated: { symbol: "compensated", format: "magenta", word: "compensated" },
  running: { symbol: "started", format: "cyan", word: "running" },
  compensating: { symbol: "compensated", format: "magenta", word: "being compensated" },
  retrying: { symbol: "retrying", format: "yellow", word: "to be retried" },
  waiting: { symbol: "waiting", format: "blue", word: "waiting" },
  pending: { symbol: "pending", format: "dim", word: "not started" },
};

/** Counts in words: `3 completed, 1 failed`. */
export function countsText(counts: ReadonlyMap<Stage, number>): string {
  const stages = Object.entries(STAGES) as [Stage, StageLook][];
  return stages
    .flatMap(([stage, { word }]) => (counts.has(stage) ? [`${counts.get(stage) ?? 0} ${word}`] : []))
    .join(", ");
}
