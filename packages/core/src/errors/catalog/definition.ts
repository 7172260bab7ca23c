import { didYouMean, entry, list, quote } from "./entry";

/** Errors found while a workflow definition, or parameters for it, are checked. */
export const definitionErrors = {
  INVALID_DEFINITION: entry<{ problem: string; fix: string }>(
    (p) => `${p.problem}.`,
    (p) => p.fix,
  ),
  DUPLICATE_ACTION_ID: entry<{ action_id: string; places: readonly string[] }>(
    (p) => `Duplicate action_id "${p.action_id}" (${p.places.join(" and ")}): each action_id must be unique.`,
    (p) => `Rename all but one of the actions called "${p.action_id}".`,
  ),
  UNKNOWN_DEPENDENCY: entry<{ action_id: string; dependency: string; suggestion?: string; known: readonly string[] }>(
    (p) =>
      `Action "${p.action_id}" depends on unknown action "${p.dependency}": ${didYouMean(p.suggestion)}Actions: ${list(p.known)}.`,
    () => "Name an action_id of this workflow in depends_on.",
  ),
  DEPENDENCY_CYCLE: entry<{ cycle: readonly string[] }>(
    (p) => `Dependency cycle: ${p.cycle.join(" -> ")}.`,
    () => "Remove one of these depends_on entries or template references, so that one action can start first.",
  ),
  UNKNOWN_ACTION_TYPE: entry<{ action_type: string; suggestion?: string; installed: readonly string[] }>(
    (p) => `Unknown action_type "${p.action_type}": ${didYouMean(p.suggestion)}Installed: ${list(p.installed)}.`,
    () => "Correct the action_type, or install and list the plugin that brings it.",
  ),
  INVALID_CONFIG: entry<{ action_type: string; problem: string; fix: string }>(
    (p) => `Config of ${p.action_type}: ${p.problem}.`,
    (p) => p.fix,
  ),
  UNKNOWN_REFERENCE: entry<{ name: string; expression: string; suggestion?: string; known: readonly string[] }>(
    (p) =>
      `Unknown name "${p.name}" in ${quote(p.expression)}: ${didYouMean(p.suggestion)}Known here: ${list(p.known)}.`,
    () => "Refer to a parameter, an action_id or one of the $variables.",
  ),
  NAME_COLLISION: entry<{ name: string; places: readonly string[] }>(
    (p) => `Name "${p.name}" is used twice (${p.places.join(" and ")}): templates could not tell them apart.`,
    (p) => `Rename one of the two called "${p.name}".`,
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
