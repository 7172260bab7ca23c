import type { Accepted, StartRequest } from "../engine";
import type { TriggerPorts } from "./ports";

/** What only time can mend. */
class NotNow extends Error {}

/** Starts an execution. Throws {@link NotNow} when the process has too much to do already. */
export async function startExecution(
  { engine }: Pick<TriggerPorts, "engine">,
  request: StartRequest,
): Promise<Accepted> {
  const accepted = await engine.start(request);
  const overload = accepted.ok ? undefined : accepted.errors.find(({ code }) => code === "OVERLOADED");
  if (overload !== undefined) throw new NotNow(overload.message);
  return accepted;
}

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** How long (ms) to wait before the attempt that follows so many failed ones. */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_MS * 2 ** Math.max(0, failures - 1), LONGEST_MS);
}
