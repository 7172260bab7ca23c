import { STATUS_CODES } from "node:http";
import { TuttiError } from "@tutti/core";
import { coreStatus } from "./core-statuses";
import { Refusal } from "./refusal";
import { type ProblemItem, ServerError } from "./server-error";

/** An error as RFC 9457 has it. */
export interface Problem {
  /** Names the kind of the problem: `urn:tutti:error:` and the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The path that was asked for. */
  readonly instance: string;
  readonly code: string;
  readonly fix: string;
  readonly request_id: string;
  readonly errors: readonly ProblemItem[];
}

/** An answer that is an error. */
export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is known of the request. */
export interface ProblemPlace {
  /** As it came: path and query. */
  readonly url: string;
  readonly requestId: string;
}

/** Seconds after which asking again makes sense when the server or its storage takes nothing for a while. */
const RETRY_SECONDS = 1;

/** Makes the answer for any error. What the server did not foresee says nothing but the request's id. */
export function toProblem(error: unknown, { requestId, url }: ProblemPlace): ProblemAnswer {
  const { code, detail, errors, fix, headers = {}, status } = describe(error, requestId);
  const wait = status === 503 ? { "retry-after": String(RETRY_SECONDS) } : {};
  const problem = {
    type: `urn:tutti:error:${code}`,
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail,
    instance: toInstance(url),
    code,
    fix,
    request_id: requestId,
    errors,
  };
  return { problem, headers: { ...wait, ...headers } };
}

type Described = Pick<Problem, "code" | "detail" | "errors" | "fix" | "status"> & {
  readonly headers?: Readonly<Record<string, string>>;
};

function describe(error: unknown, requestId: string): Described {
  if (error instanceof ServerError) {
    const { code, errors, fix, headers, message, status } = error;
    return { code, status, detail: message, fix, headers, errors };
  }
  if (error instanceof Refusal) {
    const [first] = error.errors;
    const { code = "INTERNAL_ERROR", fix = "" } = first ?? {};
    return { code, status: error.status, detail: error.message, fix, errors: error.errors };
  }
  if (error instanceof TuttiError && coreStatus(error.code) !== 500) {
    const { code, fix, message } = error;
    return {
      code,
      status: coreStatus(code),
      detail: message,
      fix,
      errors: [{ code, message, path: "", fix }],
    };
  }
  return describe(ServerError.of("INTERNAL_ERROR", { request_id: requestId }), requestId);
}

/** The path as a URI reference: whatever was sent, none of it can be anything else. */
function toInstance(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? "";
  const safe = path.slice(0, 1000).replaceAll(/[^\w\-.~/%:@!$&'()*+,;=]/gu, escaped);
  return safe.replaceAll(/%(?![\dA-Fa-f]{2})/g, "%25");
}

function escaped(text: string): string {
  return Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(
    "",
  );
}
