import type { ScriptedCall } from "./scripted-call";

/** What a call of a scripted action does: gives its output, or throws. */
export type Behaviour = (call: ScriptedCall) => unknown;

/** Blocks until the test completes or fails the call; an abort changes nothing. */
export const holds: Behaviour = (call) => call.held;

/** Blocks until the test completes or fails the call, or until its signal aborts. */
export const holdsUntilAborted: Behaviour = (call) => {
  const { signal } = call.context;
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
    call.held.then(resolve, reject);
  });
};

/** Throws the error. */
export function throws(error: unknown): Behaviour {
  return () => {
    throw error;
  };
}
