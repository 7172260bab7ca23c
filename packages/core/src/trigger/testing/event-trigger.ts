import { action, type TestOrchestrator, workflow } from "../../engine/testing";
import type { PublishedEvent } from "../../events";
import type { Execution } from "../../service";

/** A workflow that an event starts. */
export function triggered(trigger: object = {}, rest: object = {}): object {
  return workflow([action("a")], {
    triggers: [{ type: "event", event_type: "order.paid", ...trigger }],
    ...rest,
  });
}

/** An event that {@link triggered} waits for. */
export const paid = (id: string, data: PublishedEvent["data"] = {}): PublishedEvent => ({
  type: "order.paid",
  source: "/shop",
  id,
  data,
});

/** The executions of a workflow, the oldest first. */
export async function executions({ workflows }: TestOrchestrator, workflow_id: string): Promise<Execution[]> {
  const { executions: found } = await workflows.listExecutions({ workflow_id, limit: 1000 });
  const whole = await Promise.all(found.map(({ execution_id }) => workflows.getExecution(execution_id)));
  return whole.map(({ execution }) => execution as Execution).toReversed();
}

/** What kept events from starting executions, as it was told. */
export const failures = ({ seen }: TestOrchestrator): unknown[] =>
  seen.filter(({ type }) => type === "tutti.trigger.failed").map(({ data }) => data);
