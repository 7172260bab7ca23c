import { cut, didYouMean, entry, list, quote } from "./entry";

/** Errors found while a workflow definition, or parameters for it, are checked. */
export const definitionErrors = {
  INVALID_DEFINITION: entry<{ problem: string; fix: string }>(
    (p) => `${p.problem}.`,
    (p) => p.fix,
  ),
  DUPLICATE_ACTION_ID: entry<{ action_id: string; places: readonly string[] }>(
    (p) =>
      `Duplicate action_id ${quote(p.action_id)} (${p.places.join(" and ")}): each action_id must be unique.`,
    (p) => `Rename all but one of the actions called ${quote(p.action_id)}.`,
  ),
  UNKNOWN_DEPENDENCY: entry<{
    action_id: string;
    dependency: string;
    suggestion?: string;
    known: readonly string[];
    /** Why an action that is there can't be waited for, as `which runs only after …`. */
    unreachable?: string;
  }>(
    (p) =>
      p.unreachable === undefined
        ? `Action ${quote(p.action_id)} depends on unknown action ${quote(p.dependency)}: ${didYouMean(p.suggestion)}Actions: ${list(p.known)}.`
        : `Action ${quote(p.action_id)} can't depend on action ${quote(p.dependency)}, ${p.unreachable}.`,
    (p) =>
      p.unreachable === undefined
        ? "Name an action_id of this workflow in depends_on."
        : "Remove it from depends_on.",
  ),
  DEPENDENCY_CYCLE: entry<{ cycle: readonly string[]; hint?: string }>(
    (p) => `Dependency cycle: ${route(p.cycle)}.`,
    (p) =>
      p.hint ??
      "Remove one of these depends_on entries or template references, so that one action can start first.",
  ),
  UNKNOWN_ACTION_TYPE: entry<{ action_type: string; suggestion?: string; installed: readonly string[] }>(
    (p) =>
      `Unknown action_type ${quote(p.action_type)}: ${didYouMean(p.suggestion)}Installed: ${list(p.installed)}.`,
    () => "Correct the action_type, or install and list the plugin that brings it.",
  ),
  INVALID_CONFIG: entry<{ action_type: string; problem: string; fix: string }>(
    (p) => `Config of ${p.action_type}: ${p.problem}.`,
    (p) => p.fix,
  ),
  UNKNOWN_REFERENCE: entry<{
    name: string;
    expression: string;
    suggestion?: string;
    known: readonly string[];
    hint?: string;
  }>(
    (p) =>
      `Unknown name ${quote(p.name)} in ${quote(p.expression)}: ${didYouMean(p.suggestion)}Known here: ${list(p.known)}.`,
    (p) => p.hint ?? "Refer to a parameter, an action_id or one of the $variables.",
  ),
  NAME_COLLISION: entry<{ name: string; places: readonly string[] }>(
    (p) =>
      `Name ${quote(p.name)} is used twice (${p.places.join(" and ")}): templates could not tell them apart.`,
    (p) => `Rename one of the two called ${quote(p.name)}.`,
  ),
  INVALID_PARAMETERS: entry<{ problem: string; fix: string }>(
    (p) => `${p.problem}.`,
    (p) => p.fix,
  ),
  LIMIT_EXCEEDED: entry<{ what: string; limit: number; actual: number; option: string }>(
    (p) => `${p.what} is over the limit: ${p.actual} > ${p.limit}.`,
    (p) => `Make it smaller, or raise limits.${p.option} in createOrchestrator().`,
  ),
};

/** More steps of a cycle are left out in its middle. */
const MAX_STEPS = 20;

function route(cycle: readonly string[]): string {
  const names = cycle.map(cut);
  const half = MAX_STEPS / 2;
  const shown =
    names.length <= MAX_STEPS
      ? names
      : [...names.slice(0, half), `… (${names.length - MAX_STEPS} more)`, ...names.slice(-half)];
  return shown.join(" -> ");
}
