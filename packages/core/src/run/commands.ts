import type { Json } from "../json/json";
import type { RunEvent } from "./events";
import type { UnitAt } from "./state";

/** What a timer means when it fires. */
export type RunTimer =
  | { readonly kind: "deadline" }
  | { readonly kind: "unit"; readonly at: UnitAt; readonly attempt: number }
  | { readonly kind: "compensation"; readonly attempt: number };

/** What the shell shall do next. Performing one twice must be harmless: the shell knows what is in flight. */
export type Command =
  /** Append the event as it is; nothing has to be done first. */
  | { readonly kind: "record"; readonly event: RunEvent }
  /** Start the execution once the workflow's concurrency limit lets it. */
  | { readonly kind: "admit" }
  /** Evaluate the action's condition and `for_each`; then record `skipped`, `expanded`, or start its attempt. */
  | { readonly kind: "prepare"; readonly action: number }
  /** Run an attempt of a unit. */
  | { readonly kind: "run"; readonly at: UnitAt; readonly attempt: number }
  /** Stop an attempt; then record how it ended. */
  | { readonly kind: "abort"; readonly at: UnitAt }
  /** Call `wake` at this time (ms). */
  | { readonly kind: "timer"; readonly time: number; readonly timer: RunTimer }
  /** See to it that the child execution of a waiting unit exists, and learn its end. */
  | { readonly kind: "child"; readonly at: UnitAt }
  /** See to it that a waiting unit learns of the events it waits for. */
  | { readonly kind: "listen"; readonly at: UnitAt }
  /** Hand a signal to the unit that waits for it. */
  | { readonly kind: "deliver"; readonly at: UnitAt; readonly sequence: number; readonly payload: Json }
  /** Run an attempt of a unit's compensation. */
  | { readonly kind: "compensate"; readonly at: UnitAt; readonly attempt: number }
  /** Compute the outputs; then record `execution.completed` or `execution.failing`. */
  | { readonly kind: "finish" };
