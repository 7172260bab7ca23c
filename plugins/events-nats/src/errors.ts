import { ActionError } from "@tutti/core";

/** What a delivery fails with: the meaning of each code. All are retryable. */
export const sinkCodes = {
  NATS_UNAVAILABLE: "No connection, no stream for the subject, or the server refused the message.",
} as const;

/** Makes the error of a delivery. */
export function sinkError(code: keyof typeof sinkCodes, message: string): ActionError {
  return new ActionError({ code, message, retryable: true });
}
