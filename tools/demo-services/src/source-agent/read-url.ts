import { Problem } from "../json-service.ts";
import { checkSize, decode, readLimited, typeOfResponse } from "./content.ts";
import type { SourceDocument } from "./source-document.ts";

const TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 3;

/** What a read over HTTP is bound by. */
export interface Reach {
  /** Hosts that may be called, as `example.com` or `127.0.0.1:8080`; without a port, the scheme's own. */
  readonly hosts: readonly string[];
  readonly timeoutMs?: number;
}

/** Reads a document over HTTP. Each redirect has to lead to an allowed host as well. */
export async function readDocumentUrl(
  start: URL,
  reach: Reach,
  caller: AbortSignal,
): Promise<SourceDocument> {
  const timeoutMs = reach.timeoutMs ?? TIMEOUT_MS;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await follow(start, reach.hosts, AbortSignal.any([caller, timeout]));
    return await toDocument(response);
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (timeout.aborted) throw late(start, timeoutMs);
    const detail = `${start.host} could not be reached. Check the URL, and that the host is up.`;
    throw new Problem({ status: 502, code: "SOURCE_UNREACHABLE", detail, cause: error });
  }
}

async function follow(start: URL, hosts: readonly string[], signal: AbortSignal): Promise<Response> {
  let url = start;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    checkHost(url, hosts);
    // oxlint-disable-next-line no-await-in-loop -- the next address is in the answer
    const response = await fetch(url, { redirect: "manual", signal, headers: { accept: "text/*" } });
    const next = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || next === null) return checked(response);
    // oxlint-disable-next-line no-await-in-loop -- frees the connection before the next call
    await response.body?.cancel();
    url = new URL(next, url);
  }
  const detail = `${start.href} leads through more than ${MAX_REDIRECTS} redirects. Give the final URL.`;
  throw new Problem({ status: 502, code: "TOO_MANY_REDIRECTS", detail });
}

function checkHost(url: URL, hosts: readonly string[]): void {
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  if (isWeb && url.username === "" && url.password === "" && hosts.includes(url.host)) return;
  const allowed = hosts.length === 0 ? "none" : hosts.join(", ");
  const detail = `${url.protocol}//${url.host} is not among the hosts that this service may call (${allowed}). Start it with that host allowed, and give no password in the URL.`;
  throw new Problem({ status: 403, code: "FORBIDDEN_HOST", detail });
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  await response.body?.cancel();
  const missing = response.status === 404 || response.status === 410;
  throw new Problem({
    status: missing ? 404 : 502,
    code: missing ? "DOCUMENT_NOT_FOUND" : "SOURCE_FAILED",
    detail: `${response.url} answered ${response.status}. Check the URL, or try again later.`,
  });
}

async function toDocument(response: Response): Promise<SourceDocument> {
  const [mediaType = "", ...parameters] = (response.headers.get("content-type") ?? "").split(";");
  const type = typeOfResponse(mediaType.trim().toLowerCase(), new URL(response.url).pathname);
  const declared = Number(response.headers.get("content-length") ?? 0);
  if (declared > 0) checkSize(declared);
  const bytes = await readLimited(response.body ?? noBody());
  const charset = parameters.map((text) => /^\s*charset="?([^"\s]+)"?\s*$/i.exec(text)?.[1]).find(Boolean);
  return { content: decode(bytes, charset), type, bytes: bytes.length, source: response.url };
}

async function* noBody(): AsyncGenerator<Uint8Array> {}

function late(url: URL, timeoutMs: number): Problem {
  const detail = `${url.host} did not send the document within ${timeoutMs} ms. Try again later.`;
  return new Problem({ status: 504, code: "SOURCE_TIMEOUT", detail });
}
