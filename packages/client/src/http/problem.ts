import { clientError, type Problem, TuttiClientError } from "../errors";

/** The error that an answer tells of: a problem document (RFC 9457), or what somebody between wrote. */
export async function problemOf(response: Response): Promise<TuttiClientError> {
  const { status } = response;
  const retryAfterMs = retryAfterOf(response.headers);
  const text = await response.text();
  const document = isJson(response) ? objectOf(text) : undefined;
  if (document === undefined || typeof document.code !== "string") {
    const detail = `${nameOf(response)} answered with status ${status}, and not as a Tutti server does.`;
    return clientError("UNEXPECTED_STATUS", detail, { status, retryAfterMs });
  }
  const { code, detail, errors, fix, request_id, title } = document;
  return new TuttiClientError({
    code,
    status,
    title: textOf(title) ?? code,
    detail: textOf(detail) ?? textOf(title) ?? code,
    fix: textOf(fix),
    requestId: textOf(request_id),
    errors: Array.isArray(errors) ? errors.filter(isProblem) : [],
    retryAfterMs,
  });
}

/** The JSON document of an answer. Throws `INVALID_RESPONSE` for another one. */
export async function documentOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    if (isJson(response)) return JSON.parse(text) as unknown;
  } catch (cause) {
    throw notJson(response, cause);
  }
  throw notJson(response);
}

function notJson(response: Response, cause?: unknown): TuttiClientError {
  const type = response.headers.get("content-type") ?? "nothing";
  const detail = `${nameOf(response)} answered with ${type} that is no JSON: is the url that of a Tutti server?`;
  return clientError("INVALID_RESPONSE", detail, { status: response.status, cause });
}

/** Without the query, which may say more than is to be shown. */
function nameOf({ url }: Response): string {
  return url === "" ? "The server" : url.replace(/[?#].*$/s, "");
}

function isJson({ headers }: Response): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(headers.get("content-type") ?? "");
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== "object" || value === null) return false;
  const { code, message } = value as Record<string, unknown>;
  return typeof code === "string" && typeof message === "string";
}

/** Retry-After, which is a number of seconds or a date, in ms. */
function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
