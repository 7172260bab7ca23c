import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readDocument } from "../document/read-document.ts";
import { type JsonService, Problem } from "../json-service.ts";
import type { SourceDocument } from "./source-document.ts";
import { readDocumentFile } from "./read-file.ts";
import { type Reach, readDocumentUrl } from "./read-url.ts";

const input = z.strictObject({
  url: z
    .string()
    .min(1, "name the document")
    .max(4096)
    .refine((text) => !text.includes("\0"), "a path has no NUL character"),
});

/** What a source agent may read. Nothing else is readable. */
export interface SourceAgentOptions extends Reach {
  /** Folders whose documents may be read, with those below them. */
  readonly roots: readonly string[];
}

/** What `/fetch` answers. The content stays as it was: whoever analyses it knows best what to strip. */
export interface FetchAnswer {
  readonly content: string;
  /** The document's own title, or the last part of its name. */
  readonly title: string;
  readonly content_type: string;
  readonly bytes: number;
  readonly source: string;
}

/** The service that gets documents: from the folders and the hosts it was given, and from nowhere else. */
export function sourceAgent(options: SourceAgentOptions): JsonService<typeof input> {
  return {
    name: "source_agent",
    path: "/fetch",
    input,
    async answer({ url }, signal): Promise<FetchAnswer> {
      const { content, type, bytes, source } = await read(url, options, signal);
      const title = readDocument(content, type).title ?? nameIn(source);
      return { content, title, content_type: type, bytes, source };
    },
  };
}

async function read(url: string, options: SourceAgentOptions, signal: AbortSignal): Promise<SourceDocument> {
  // A scheme of one letter is a drive of Windows.
  const scheme = /^([a-z][a-z\d+.-]+):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) return readDocumentFile(url, options.roots);
  if (scheme === "file") return readDocumentFile(pathOf(url), options.roots);
  if ((scheme === "http" || scheme === "https") && URL.canParse(url)) {
    return readDocumentUrl(new URL(url), options, signal);
  }
  throw unusable(url);
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw unusable(url, cause);
  }
}

function unusable(url: string, cause?: unknown): Problem {
  const message = `"${url}" is no path and no file:, http: or https: URL`;
  const detail = `Correct the body: url: ${message}.`;
  const errors = [{ code: "UNUSABLE_URL", message, path: "url" }];
  return new Problem({ status: 422, code: "INVALID_INPUT", detail, errors, cause });
}

function nameIn(source: string): string {
  const { pathname, host } = new URL(source);
  const name = basename(pathname);
  return name === "" ? host : decodeURIComponentSafely(name);
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
