import type { ActionDescriptor } from "../plugin/index";
import { controlActions, isControlAction } from "./control-actions";

/** The action types a plan may use. */
export interface ActionCatalogue {
  get(type: string): ActionDescriptor | undefined;
  /** All types: those of plugins in alphabetical order, then the core's own. */
  types(): readonly string[];
}

/** What can be given for a catalogue: one, or what would be in it. */
export type ActionSource =
  | ActionCatalogue
  | Iterable<ActionDescriptor | { readonly descriptor: ActionDescriptor }>;

/**
 * A catalogue of the given action types and of the control actions.
 *
 * @example
 * const catalogue = actionCatalogue([greet]); // what defineAction() gave, or its descriptor
 */
export function actionCatalogue(source: ActionSource = []): ActionCatalogue {
  if (!(Symbol.iterator in source)) return source;
  const installed = new Map<string, ActionDescriptor>();
  for (const one of source) {
    const descriptor = "descriptor" in one ? one.descriptor : one;
    installed.set(descriptor.type, descriptor);
  }
  const types = [...installed.keys()].filter((type) => !isControlAction(type)).toSorted();
  // Nothing takes the place of a control action.
  for (const descriptor of Object.values(controlActions)) installed.set(descriptor.type, descriptor);
  const all = Object.freeze([...types, ...Object.keys(controlActions)]);
  return { get: (type) => installed.get(type), types: () => all };
}
