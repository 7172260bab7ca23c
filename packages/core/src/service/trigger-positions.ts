import type { Trigger } from "../definition";
import type { EventLog, WorkflowRecord } from "../ports";

/** A revision that is about to be stored. */
type Revision = Pick<WorkflowRecord, "definition" | "status">;

/**
 * Behind which position of the log each trigger takes events: behind the newest one, or where it did before, when the
 * workflow was active with the same trigger at the same place. Stored with the revision, so that no event is missed
 * or comes again, whatever happens next. Nothing, when no trigger takes any or the storage keeps no log.
 */
export async function triggerPositions(
  log: Partial<EventLog>,
  next: Revision,
  before?: WorkflowRecord,
): Promise<Pick<WorkflowRecord, "trigger_positions">> {
  const types = typesOf(next);
  if (types.every((type) => type === undefined) || log.lastPosition === undefined) return {};
  const newest = await log.lastPosition();
  const known = before === undefined ? [] : typesOf(before);
  const trigger_positions = types.map((type, index) => {
    const isSame = type !== undefined && type === known[index];
    return (isSame ? before?.trigger_positions?.[index] : undefined) ?? newest;
  });
  return { trigger_positions };
}

/** What its triggers hear by their places; undefined for those of other types. */
function typesOf({ definition, status }: Revision): readonly (string | undefined)[] {
  if (status === "inactive") return [];
  const triggers = (definition.triggers ?? []) as unknown as readonly Trigger[];
  return triggers.map((trigger) => (trigger.type === "event" ? trigger.event_type : undefined));
}
