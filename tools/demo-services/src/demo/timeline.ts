/** When an action ran; ISO 8601. */
export interface Span {
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

/** The columns of the longest bar. */
const BAR_COLUMNS = 40;

/** A bar for each action that ran, from the beginning of the first to the end of the last. */
export function timelineLines(actions: Readonly<Record<string, Span>>): string[] {
  const spans = Object.entries(actions).flatMap(([id, { started_at, completed_at }]) =>
    started_at === null || completed_at === null
      ? []
      : [{ id, from: Date.parse(started_at), to: Date.parse(completed_at) }],
  );
  if (spans.length === 0) return [];
  const begin = Math.min(...spans.map(({ from }) => from));
  const total = Math.max(1, Math.max(...spans.map(({ to }) => to)) - begin);
  const names = Math.max(...spans.map(({ id }) => id.length));
  const times = spans.map(({ from, to }) => `${to - from} ms`);
  const widest = Math.max(...times.map((time) => time.length));
  const lines = spans.map(({ id, from, to }, row) => {
    const bar = barOf((from - begin) / total, (to - begin) / total);
    return `  ${id.padEnd(names)}  ${bar.padEnd(BAR_COLUMNS)}  ${(times[row] ?? "").padStart(widest)}`;
  });
  return [`Timeline, ${total} ms`, ...lines];
}

/** A bar between two parts of the whole, at least one column long. */
function barOf(from: number, to: number): string {
  const start = Math.min(Math.round(from * BAR_COLUMNS), BAR_COLUMNS - 1);
  const length = Math.max(1, Math.round(to * BAR_COLUMNS) - start);
  return `${" ".repeat(start)}${"█".repeat(length)}`;
}
