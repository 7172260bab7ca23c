import type { ActionDescriptor } from "../plugin/index";
import { controlActions, isControlAction } from "./control-actions";

/** The action types a plan may use. */
export interface ActionCatalogue {
  get(type: string): ActionDescriptor | undefined;
  types(): readonly string[];
}

/** A catalogue of the given descriptors and of the control actions. */
export function actionCatalogue(descriptors: Iterable<ActionDescriptor>): ActionCatalogue {
  const installed = new Map<string, ActionDescriptor>(Object.entries(controlActions));
  for (const descriptor of descriptors) installed.set(descriptor.type, descriptor);
  return {
    get: (type) => installed.get(type),
    types: () => [...installed.keys()].filter((type) => !isControlAction(type)).sort().concat(Object.keys(controlActions)),
  };
}
