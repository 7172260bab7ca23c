import { ActionError, describe, TuttiError } from "../errors";
import { normalise } from "../json/normalise";
import type { AttemptError } from "../run";

/** What an executor threw, as the run judges it: anything but an ActionError is a retryable ACTION_FAILED. */
export function toAttemptError(thrown: unknown, actionId: string): AttemptError {
  if (thrown instanceof ActionError) return fromActionError(thrown);
  if (thrown instanceof TuttiError) return { code: thrown.code, message: thrown.message, retryable: false };
  const { message } = describe("ACTION_FAILED", { action_id: actionId, reason: reasonOf(thrown) });
  return { code: "ACTION_FAILED", message, retryable: true };
}

/** The message of anything that can be thrown. Errors of another realm are no `Error` here, hence the duck. */
export function reasonOf(thrown: unknown): string {
  try {
    const message =
      typeof thrown === "object" && thrown !== null && "message" in thrown ? thrown.message : thrown;
    return String(message).replace(/\.$/, "");
  } catch {
    return "something that has no text was thrown";
  }
}

/** Is this what an orchestrator that stops says? */
export function isStopped(thrown: unknown): boolean {
  return thrown instanceof TuttiError && thrown.code === "ORCHESTRATOR_STOPPED";
}

function fromActionError({ code, message, retryable, retryAfterMs, details }: ActionError): AttemptError {
  const kept = details === undefined ? undefined : normalise(details);
  return {
    code,
    message,
    retryable,
    // A plugin may have read it from a header: what is no time must not become one.
    ...(Number.isFinite(retryAfterMs) ? { retryAfterMs: retryAfterMs as number } : {}),
    ...(kept?.ok ? { details: kept.value } : {}),
  };
}
