import { openOrchestrators } from "../orchestrator/open-orchestrators";
import { isLeakChecked } from "./use-leak-check";

/** Stops the test orchestrators that a test has left open; where a leak check is on, it is the one to say so. */
export async function stopForgotten(): Promise<void> {
  if (isLeakChecked()) return;
  const forgotten = [...openOrchestrators()].filter(({ isManaged }) => !isManaged);
  await Promise.all(forgotten.map((one) => one.stop()));
}
