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
  const message = typeof thrown === "object" && thrown !== null && "message" in thrown ? thrown.message : thrown;
  return String(message).replace(/\.$/, "");
}

function fromActionError({ code, message, retryable, retryAfterMs, details }: ActionError): AttemptError {
  const kept = details === undefined ? undefined : normalise(details);
  return {
    code,
    message,
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(kept?.ok ? { details: kept.value } : {}),
  };
}
