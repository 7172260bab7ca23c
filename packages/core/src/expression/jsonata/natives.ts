import jsonata from "jsonata";
import { FUNCTION_NAMES } from "./functions";
import type { Guard, Sequence } from "./guard";

/** A function of JSONata's library, as its evaluator keeps it. */
export interface Native {
  readonly _jsonata_function: true;
  readonly implementation: Implementation;
  readonly signature?: unknown;
}

/** The code of a library function. It finds the evaluation it runs in at `this`. */
export type Implementation = (this: Focus, ...args: unknown[]) => unknown;

/** What the evaluator calls a library function with. */
export interface Focus {
  readonly environment: Environment;
  readonly createSequence: (...first: unknown[]) => Sequence;
}

/** The names an evaluation sees; `base` is the outermost frame, where we keep the evaluation's guard. */
export interface Environment {
  readonly base: Environment & { guard?: Guard };
  lookup(name: string): unknown;
}

/** The guard of the evaluation that a library function runs in. */
export function guardOf(focus: Focus): Guard {
  const { guard } = focus.environment.base;
  if (guard === undefined) throw new Error("a library function was called outside of a guarded evaluation");
  return guard;
}

/** The hooks that JSONata's evaluator calls, if they are in its environment. */
export const HOOKS = {
  entry: Symbol.for("jsonata.__evaluate_entry") as unknown as string,
  exit: Symbol.for("jsonata.__evaluate_exit") as unknown as string,
};

/**
 * JSONata's own library. It exports none of it, but the evaluator looks functions up by name in an environment
 * that it shows to its entry hook; the hook is called before evaluate() first waits, so this needs no promise.
 */
export function libraryOf(): ReadonlyMap<string, Native> {
  const library = new Map<string, Native>();
  const probe = jsonata("1");
  probe.assign(HOOKS.entry, (_node: unknown, _input: unknown, environment: Environment) => {
    for (const name of FUNCTION_NAMES) library.set(name, environment.lookup(name) as Native);
  });
  void probe.evaluate(undefined);
  return library;
}
