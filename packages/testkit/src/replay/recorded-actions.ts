import {
  ActionError,
  type ActionInterceptor,
  defineAction,
  definePlugin,
  type Plugin,
  type WorkflowInput,
} from "@tutti/core";
import { isControlAction } from "@tutti/core/runtime";
import { z } from "zod";
import type { VirtualClock } from "../clock";
import { wait } from "../mesh/mesh-clock";
import { type Outcome, unitKey } from "./history";

/** Its children belong to another history, so what they gave is played as an action's outcome. */
const CHILD = "run_workflow";
const RECORDED_CHILD = "recorded_child";

/** The definition as it is replayed. */
export function replayable(definition: WorkflowInput): WorkflowInput {
  const change = <T extends { readonly action_type: string }>(action: T): T =>
    action.action_type === CHILD ? { ...action, action_type: RECORDED_CHILD } : action;
  const { actions = [], on_failure } = definition;
  return {
    ...definition,
    actions: actions.map(change),
    ...(on_failure === undefined ? {} : { on_failure: on_failure.map(change) }),
  };
}

/** A plugin with every action type that the definition names and that no other plugin brings. */
export function standIns(
  { actions = [], on_failure = [] }: WorkflowInput,
  plugins: readonly Plugin[],
): Plugin {
  const brought = plugins
    .flatMap((plugin) => plugin.actions)
    .flatMap((action) => (typeof action === "function" ? [] : [action.descriptor.type]));
  const known = new Set(["scripted", "undo", "strict", ...brought]);
  const named = [...actions, ...on_failure].flatMap(({ action_type, compensate }) => [
    action_type,
    ...(compensate === undefined ? [] : [compensate.action_type]),
  ]);
  const types = [...new Set(named)].filter((type) => !known.has(type) && !isControlAction(type));
  return definePlugin({
    name: "replay",
    version: "1.0.0",
    actions: types.map((type) =>
      defineAction({
        type,
        description: "Gives what was recorded.",
        config: z.looseObject({}),
        execute: () => null,
      }),
    ),
  })();
}

/** What {@link playback} needs. */
export interface PlaybackParts {
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>;
  readonly clock: VirtualClock;
  /** The action types of the definition, by action: what else is called for an action is its compensation. */
  readonly types: ReadonlyMap<string, string>;
  /** Called for a call that the history knows no outcome of. */
  readonly onUnknown: (unit: string) => void;
}

/** Gives what was recorded instead of running anything, and takes as long as that took. */
export function playback({ outcomes, clock, types, onUnknown }: PlaybackParts): ActionInterceptor {
  const left = new Map([...outcomes].map(([key, list]) => [key, [...list]]));
  return async ({ context, descriptor }) => {
    if (types.get(context.actionId) !== descriptor.type) return null;
    const key = unitKey({ action_id: context.actionId, index: context.index });
    const outcome = left.get(key)?.shift();
    if (outcome === undefined) {
      onUnknown(key);
      return null;
    }
    await wait(clock, outcome.isCancelled === true ? Number.MAX_SAFE_INTEGER : outcome.ms, context.signal);
    if (outcome.error !== undefined) throw new ActionError(outcome.error);
    return outcome.output;
  };
}
