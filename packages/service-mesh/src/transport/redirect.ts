import { type RequestLabel, serviceError } from "../errors";
import type { Exchange, RawAnswer } from "./exchange";

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
// They describe the body, so they go when it goes.
const BODY_HEADERS: ReadonlySet<string> = new Set([
  "content-encoding",
  "content-language",
  "content-location",
  "content-type",
]);

/**
 * The request that a redirect asks for, or undefined when the answer is not a redirect.
 *
 * As in the Fetch standard: 303 turns everything but HEAD into a GET, 301 and 302 turn POST into a GET,
 * 307 and 308 repeat the request as it was.
 *
 * @throws {ActionError} `SSRF_REFUSED` for another origin: who answers could choose any address inside
 * the network, and would get the headers meant for the service.
 */
export function redirected(request: Exchange, answer: RawAnswer, label: RequestLabel): Exchange | undefined {
  const { location } = answer.headers;
  if (!REDIRECTS.has(answer.status) || location === undefined) return undefined;
  // Node.js reads headers as Latin-1, but a location with other characters is written in UTF-8.
  const url = URL.parse(Buffer.from(location, "latin1").toString(), request.url.href);
  if (url?.origin !== request.url.origin) throw otherOrigin(answer.status, url, label);
  url.username = "";
  url.password = "";
  url.hash = "";
  if (!becomesGet(request.method, answer.status)) return { ...request, url };
  const headers = Object.entries(request.headers).filter(([name]) => !BODY_HEADERS.has(name));
  return { method: "GET", url, headers: Object.fromEntries(headers), body: undefined };
}

function becomesGet(method: string, status: number): boolean {
  if (status === 303) return method !== "HEAD";
  return (status === 301 || status === 302) && method === "POST";
}

function otherOrigin(status: number, url: URL | null, label: RequestLabel): Error {
  const target = url === null ? "an invalid URL" : `another origin, ${url.protocol}//${url.host}`;
  return serviceError(label, {
    code: "SSRF_REFUSED",
    problem: `the answer (status ${status}) redirects to ${target}, which is not followed; if the service moved there, register that URL`,
    details: { status_code: status },
  });
}
