import type { Need } from "../contract";
import type { RuntimeSetup } from "./setup";

/** One case of the runtime contract, before it knows its subject. */
export interface Scenario {
  readonly name: string;
  readonly needs?: Need;
  readonly run: (given: RuntimeSetup) => Promise<void>;
}

/** The scenarios of one topic. */
export interface ScenarioGroup {
  readonly title: string;
  readonly scenarios: readonly Scenario[];
}

/** Makes a scenario. */
export function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, run };
}

/** Scenarios that apply only to subjects with an ability. */
export function needing(needs: Need, ...scenarios: readonly Scenario[]): Scenario[] {
  return scenarios.map((one) => ({ ...one, needs }));
}

/** Makes a group. */
export function group(title: string, scenarios: readonly Scenario[]): ScenarioGroup {
  return { title, scenarios };
}

/** A workflow of the given actions. */
export function workflow(actions: readonly object[], rest: object = {}): object {
  return { name: "test", actions, ...rest };
}

/** A scripted action. */
export function action(action_id: string, rest: object = {}): object {
  return { action_id, action_type: "scripted", ...rest };
}

/** An action that fails, with the code BROKEN. */
export function failing(...depends_on: readonly string[]): object {
  return action("fails", {
    action_type: "fail",
    config: { code: "BROKEN", message: "It broke." },
    depends_on,
  });
}

/** What an action has that is undone by the scripted `undo`. */
export function undo(config: object = {}): object {
  return { compensate: { action_type: "undo", config } };
}

/** An action that starts a child execution. */
export function child(workflow_id: string, parameters: object = {}, rest: object = {}): object {
  return { action_id: "child", action_type: "run_workflow", config: { workflow_id, parameters }, ...rest };
}

/** An action that waits for a signal. */
export function listen(action_id: string, config: object, rest: object = {}): object {
  return { action_id, action_type: "wait_for_signal", config, ...rest };
}

/** An action that waits for a time. */
export function nap(action_id: string, config: object, rest: object = {}): object {
  return { action_id, action_type: "wait", config, ...rest };
}
