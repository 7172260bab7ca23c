import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { Problem } from "../json-service.ts";
import { checkSize, decode, typeOfFile } from "./content.ts";
import type { SourceDocument } from "./source-document.ts";

// A link that appears after the check is not followed, and a pipe can't make the service wait.
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Reads a document from one of the folders that are open to the service. A relative path starts in the first. */
export async function readDocumentFile(path: string, roots: readonly string[]): Promise<SourceDocument> {
  const asked = resolve(roots[0] ?? "/", path);
  // Outside the roots nothing is looked up, so an answer does not tell whether a file is there.
  if (!isInside(asked, roots)) throw outside(path, roots);
  const real = await realpath(asked).catch((cause: unknown) => {
    throw notFound(path, cause);
  });
  if (!isInside(real, await realRoots(roots))) throw outside(path, roots);
  const type = typeOfFile(real);
  const bytes = await readRegularFile(real, path);
  return { content: decode(bytes), type, bytes: bytes.length, source: pathToFileURL(asked).href };
}

/** The folders without symbolic links in their paths; one that is not there fails. */
export function realRoots(roots: readonly string[]): Promise<string[]> {
  return Promise.all(roots.map((root) => realpath(root)));
}

function isInside(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => {
    const way = relative(root, path);
    return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  });
}

async function readRegularFile(real: string, asked: string): Promise<Buffer> {
  const file = await open(real, OPEN_FLAGS).catch((cause: unknown) => {
    throw notFound(asked, cause);
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw notFound(asked);
    checkSize(stat.size);
    const bytes = await file.readFile();
    checkSize(bytes.length);
    return bytes;
  } finally {
    await file.close();
  }
}

function outside(path: string, roots: readonly string[]): Problem {
  const folders = roots.length === 0 ? "none" : roots.join(", ");
  const detail = `"${path}" is not in a folder that is open to this service (${folders}). Start it with that folder among its roots.`;
  return new Problem({ status: 403, code: "FORBIDDEN_PATH", detail });
}

function notFound(path: string, cause?: unknown): Problem {
  const detail = `There is no file "${path}" that can be read. Check the name and its permissions.`;
  return new Problem({ status: 404, code: "DOCUMENT_NOT_FOUND", detail, cause });
}
