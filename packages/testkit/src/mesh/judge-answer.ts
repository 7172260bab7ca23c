import { STATUS_CODES } from "node:http";
import { ActionError } from "@tutti/core";
import type { ServiceErrorCode, ServiceResponse, StatusExpectation } from "@tutti/service-mesh";
import type { MockAnswer } from "./mock-answer";
import type { MockCall } from "./mock-call";

/** What an answer is judged by. */
export interface Judgement {
  readonly call: MockCall;
  readonly expectStatus: StatusExpectation;
  /** Now, in ms since the epoch: what a `Retry-After` with a date counts from. */
  readonly now: number;
}

/**
 * An answer as the caller gets it: the response, or the error that the real mesh makes of it.
 *
 * @throws {ActionError} `SERVICE_ERROR` or `SERVICE_UNREACHABLE`
 */
export function judgeAnswer(given: MockAnswer, { call, expectStatus, now }: Judgement): ServiceResponse {
  const { status, headers, body } = given;
  if (given.isDropped) throw meshError(call, "SERVICE_UNREACHABLE", { problem: "the connection broke off" });
  const expected = typeof expectStatus === "object" ? expectStatus : [expectStatus];
  if (expected.some((one) => isStatus(status, one))) return { status_code: status, headers, response: body };
  const isRetryable = canChange(status);
  throw meshError(call, "SERVICE_ERROR", {
    problem:
      `status ${status} ${STATUS_CODES[status] ?? ""}`.trimEnd() + `, expected ${expected.join(" or ")}`,
    retryable: isRetryable,
    retryAfterMs: isRetryable ? retryAfterMs(headers["retry-after"], now) : undefined,
    details: { status_code: status, response: body },
  });
}

interface MeshErrorOptions {
  readonly problem: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly details?: object;
}

/** An error as the real mesh throws it. */
export function meshError(call: MockCall, code: ServiceErrorCode, options: MeshErrorOptions): ActionError {
  const { service, method, path } = call;
  return new ActionError({
    code,
    message: `Service "${service}" (${method} ${path}): ${options.problem}.`,
    // Of the errors made here only a status can be final.
    retryable: options.retryable ?? true,
    details: { service, method, endpoint: path, ...options.details },
    ...(options.retryAfterMs === undefined ? {} : { retryAfterMs: options.retryAfterMs }),
  });
}

function isStatus(status: number, wanted: number | string): boolean {
  return typeof wanted === "number" ? status === wanted : wanted.startsWith(`${Math.floor(status / 100)}`);
}

/** May the same request have another outcome later? */
function canChange(status: number): boolean {
  return [408, 425, 429].includes(status) || (status >= 500 && status !== 501 && status !== 505);
}

function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
