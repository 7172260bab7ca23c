import type { Execution } from "@tutti/core";
import type { Bench } from "./bench";

/** The executions of all workflows, or of one, whole and in the order of their starts. */
export async function executionsOf({ workflows }: Bench, workflow_id?: string): Promise<Execution[]> {
  const of = workflow_id === undefined ? {} : { workflow_id };
  const { executions } = await workflows.listExecutions({ limit: 1000, ...of });
  const whole = await Promise.all(executions.map(({ execution_id }) => workflows.getExecution(execution_id)));
  return whole.flatMap(({ execution }) => execution ?? []).toReversed();
}

/** The times that schedules started executions for: `01-01T09:00`. */
export async function timesOf(bench: Bench): Promise<string[]> {
  const times = (await executionsOf(bench)).map(({ trigger }) => trigger?.scheduled_at?.slice(5, 16) ?? "");
  return times.toSorted();
}

/** The times that schedules let pass, and why: `09:00 overlap`. */
export function skippedTimes({ seen }: Bench): string[] {
  const skipped = seen.filter(({ type }) => type === "tutti.trigger.skipped");
  return skipped.map(({ data }) => {
    const { scheduled_at, reason } = data as { readonly scheduled_at: string; readonly reason: string };
    return `${scheduled_at.slice(11, 16)} ${reason}`;
  });
}
