import { STATUS_CODES } from "node:http";
import { type ActionError, type Json, retryAfterMs } from "@tutti/core";
import { type RequestLabel, serviceError } from "../errors";
import type { RawAnswer } from "../transport/exchange";
import type { ServiceResponse, StatusExpectation } from "../types";
import { decodeBody, textOf } from "./body";
import { type ContentTypeExpectation, isExpectedType } from "./content-type";
import type { SavedBody } from "./downloads";
import { mediaType } from "./media-type";
import { describeExpectation, isExpected, isRetryableStatus } from "./status";

/** What an answer is judged by. */
export interface Judgement {
  readonly label: RequestLabel;
  readonly expectStatus: StatusExpectation;
  readonly maxBytes: number;
  readonly expectContentType?: ContentTypeExpectation | undefined;
}

/**
 * Turns an answer into a response, or into the error that it is.
 *
 * @throws {ActionError} `SERVICE_ERROR`, `RESPONSE_TOO_LARGE` or `SERVICE_BAD_RESPONSE`.
 */
export function responseOf(answer: RawAnswer, judgement: Judgement): ServiceResponse {
  const { label, expectStatus, maxBytes, expectContentType } = judgement;
  if (!isExpected(answer.status, expectStatus)) throw unexpectedStatus(answer, label, expectStatus);
  if (expectContentType !== undefined) checkType(answer, expectContentType, label);
  if (!answer.complete) throw tooLarge(answer, label, maxBytes);
  const response = answer.saved === undefined ? bodyOf(answer, label) : savedOf(answer, answer.saved);
  return { status_code: answer.status, headers: answer.headers, response };
}

function savedOf({ headers }: RawAnswer, { path, bytes, sha256 }: SavedBody): Json {
  const content_type = mediaType(headers["content-type"]) || "application/octet-stream";
  return { path, bytes, sha256, content_type };
}

function checkType(answer: RawAnswer, expected: ContentTypeExpectation, label: RequestLabel): void {
  const type = answer.headers["content-type"];
  const isEmpty = answer.body.byteLength === 0 && answer.saved === undefined;
  if (isEmpty || isExpectedType(type, expected)) return;
  const shown = type === undefined ? "none" : JSON.stringify(mediaType(type));
  throw serviceError(label, {
    code: "SERVICE_BAD_RESPONSE",
    problem: `the content type of the answer (status ${answer.status}) is ${shown}, expected ${[expected].flat().join(" or ")}`,
    details: { status_code: answer.status, content_type: type, ...excerpt(answerText(answer.body)) },
  });
}

function bodyOf({ body, headers, status }: RawAnswer, label: RequestLabel): Json {
  const encoding = headers["content-encoding"];
  const details = { status_code: status, content_type: headers["content-type"] };
  if (encoding !== undefined && encoding !== "identity" && body.byteLength > 0) {
    const problem = `the answer can't be read: its content-encoding ${JSON.stringify(encoding)} is unknown`;
    throw serviceError(label, { code: "SERVICE_BAD_RESPONSE", problem, details });
  }
  try {
    return decodeBody(body, headers["content-type"]);
  } catch (cause) {
    const problem = `the answer (status ${status}) says that it is JSON, but it is not: ${(cause as Error).message}`;
    throw serviceError(label, {
      code: "SERVICE_BAD_RESPONSE",
      problem,
      details: { ...details, ...excerpt(answerText(body)) },
    });
  }
}

function tooLarge({ status }: RawAnswer, label: RequestLabel, maxBytes: number): ActionError {
  return serviceError(label, {
    code: "RESPONSE_TOO_LARGE",
    problem: `the answer has more than ${maxBytes} bytes; raise max_response_bytes for this service, or ask for less`,
    details: { status_code: status, max_response_bytes: maxBytes },
  });
}

function unexpectedStatus(answer: RawAnswer, label: RequestLabel, expected: StatusExpectation): ActionError {
  const { status, headers } = answer;
  const name = STATUS_CODES[status];
  const retryable = isRetryableStatus(status);
  return serviceError(label, {
    code: "SERVICE_ERROR",
    problem: `status ${status}${name === undefined ? "" : ` ${name}`}, expected ${describeExpectation(expected)}`,
    details: { status_code: status, headers: headersOfInterest(headers), ...shownBody(answer) },
    retryable,
    retryAfterMs: retryable ? retryAfterMs(headers["retry-after"], Date.now()) : undefined,
  });
}

/** As much of a body as an error shows, in characters. */
const SHOWN = 4096;

// An answer that is an error need not be well-formed: what can't be read is shown as text.
function shownBody(answer: RawAnswer): Readonly<Record<string, Json>> {
  if (answer.complete && answer.body.byteLength <= SHOWN) {
    try {
      return { response: decodeBody(answer.body, answer.headers["content-type"]) };
    } catch {
      // It says that it is JSON and is not.
    }
  }
  return excerpt(answerText(answer.body));
}

function answerText(body: Buffer): string {
  return textOf(body.subarray(0, SHOWN + 1), "utf-8");
}

function excerpt(text: string): Readonly<Record<string, Json>> {
  return text.length <= SHOWN ? { response: text } : { response: text.slice(0, SHOWN), response_cut: true };
}

const OF_INTEREST =
  /^(content-type|retry-after|www-authenticate|allow|x-request-id|x-correlation-id|(x-)?ratelimit(-.+)?)$/;

function headersOfInterest(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => OF_INTEREST.test(name)));
}
