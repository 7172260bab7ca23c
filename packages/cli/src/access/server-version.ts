import { TuttiClientError } from "@tutti/client";
import { version } from "../version";
import type { ServerTarget } from "./target";

/** What a request fails with that the server does not understand. */
const MISUNDERSTOOD: ReadonlySet<string> = new Set([
  "UNKNOWN_ROUTE",
  "METHOD_NOT_ALLOWED",
  "INVALID_QUERY",
  "INVALID_BODY",
]);

/** How long (ms) to look for the version: it is only for a better message. */
const LOOK_MS = 2000;

/** A sentence on the versions of both sides when one of them may be why the request failed; else undefined. */
export async function versionsText(error: unknown, { url }: ServerTarget): Promise<string | undefined> {
  if (!(error instanceof TuttiClientError) || !MISUNDERSTOOD.has(error.code)) return undefined;
  const theirs = await versionOf(url);
  if (theirs === undefined || theirs === version) return undefined;
  return `The server has version ${theirs} of tutti; this is ${version}.`;
}

async function versionOf(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${url.replace(/\/+$/, "")}/openapi.json`, {
      signal: AbortSignal.timeout(LOOK_MS),
    });
    const { info } = (await answer.json()) as { readonly info?: { readonly version?: unknown } };
    return typeof info?.version === "string" ? info.version : undefined;
  } catch {
    return undefined;
  }
}
