import type { PlacedAction, WorkflowAction } from "../definition";
import type { CompiledExpression, CompiledTemplate } from "../expression";
import type { JsonObject } from "../json/json";
import type { ActionCatalogue } from "./catalogue";
import { ITEM_VARIABLES, type Names, type Scopes } from "./names";
import { conditionSite, type Path, type Reads, type Site, templateSite } from "./sites";

/** An action on its way to the plan, with its expressions compiled. */
export interface Draft extends PlacedAction {
  readonly path: Path;
  readonly condition: Site<CompiledExpression> | null;
  readonly forEach: Site<CompiledTemplate> | null;
  readonly config: Site<CompiledTemplate>;
  readonly compensation: Site<CompiledTemplate> | null;
}

/** A site of an action, and what it may name. */
export interface ScopedSite {
  readonly site: Site;
  readonly names: Names;
}

/** Compiles the expressions of an action. */
export function draftOf({ list, index, action, broken }: PlacedAction, catalogue: ActionCatalogue): Draft {
  const { condition, for_each, compensate } = action;
  const path = [list, index];
  return {
    list,
    index,
    action,
    broken,
    path,
    condition: condition === undefined ? null : conditionSite(condition, [...path, "condition"]),
    forEach: for_each === undefined ? null : templateSite({ written: for_each, path: [...path, "for_each"] }),
    config: configSite(action, path, catalogue),
    compensation:
      compensate === undefined ? null : configSite(compensate, [...path, "compensate"], catalogue),
  };
}

type Use = Pick<WorkflowAction, "action_type"> & { readonly config?: JsonObject };

function configSite(
  { action_type, config = {} }: Use,
  path: Path,
  catalogue: ActionCatalogue,
): Site<CompiledTemplate> {
  const fields = catalogue.get(action_type)?.expressions ?? [];
  return templateSite({ written: config, path: [...path, "config"], fields });
}

/** What is evaluated before the action runs: reading another action there means waiting for it. */
export function readsBefore({ condition, forEach, config }: Draft): Reads[] {
  const reads: Reads[] = [config.compiled];
  if (condition !== null) reads.push(condition.compiled);
  if (forEach !== null) reads.push(forEach.compiled);
  return reads;
}

/** Every site of an action with the names that it may use. */
export function* scopedSites(draft: Draft, scopes: Scopes): Generator<ScopedSite> {
  const { list, condition, forEach, config, compensation } = draft;
  const names = list === "actions" ? scopes.main : scopes.cleanup;
  if (condition !== null) yield { site: condition, names };
  if (forEach !== null) yield { site: forEach, names };
  yield { site: config, names: forEach === null ? names : withItem(names) };
  if (compensation === null) return;
  yield { site: compensation, names: forEach === null ? scopes.compensate : withItem(scopes.compensate) };
}

/** What can be read once per item. */
function withItem(names: Names): Names {
  return { ...names, variables: [...names.variables, ...ITEM_VARIABLES] };
}
