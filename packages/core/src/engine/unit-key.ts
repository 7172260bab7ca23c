import type { UnitAt } from "../run";

/** A unit's key among those of its execution: a number for an action, for most units are actions. */
export function unitKey({ action, index }: UnitAt): number | string {
  return index === undefined ? action : `${action}:${index}`;
}
