import { ActionError } from "@tutti/core";

/** What a delivery fails with: the meaning of each code. All are retryable. */
export const sinkCodes = {
  REDIS_UNAVAILABLE: "No connection, or the server refused the command.",
  REDIS_TIMEOUT: "No answer within `timeout_ms`.",
} as const;

/** Makes the error of a delivery. */
export function sinkError(code: keyof typeof sinkCodes, message: string): ActionError {
  return new ActionError({ code, message, retryable: true });
}
