import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { ActionError } from "@tutti/core";
import { type RequestLabel, serviceError } from "../errors";
import type { Downloads, SavedBody } from "./downloads";

/** What is saved, and where. */
export interface SaveOptions {
  readonly downloads: Downloads;
  /** A path that `savePathProblem` has nothing against. */
  readonly saveTo: string;
  readonly label: RequestLabel;
}

/**
 * Writes a body to a file below the folder for downloads. Readers see the whole file or none: it is
 * written under another name first, and replaces what was there.
 *
 * @throws {ActionError} `SAVE_FAILED`, `INVALID_REQUEST` for a path that a link leads out of the folder,
 * `RESPONSE_TOO_LARGE`. What the body's stream throws is thrown as it is.
 */
export async function saveBody(body: AsyncIterable<Uint8Array>, options: SaveOptions): Promise<SavedBody> {
  const { saveTo, label } = options;
  const target = await disk(label, () => targetOf(options));
  const draft = path.join(path.dirname(target), `.${randomUUID()}.part`);
  try {
    const written = await writeDraft(draft, body, options);
    await disk(label, () => rename(draft, target));
    return { path: saveTo, ...written };
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeDraft(
  draft: string,
  body: AsyncIterable<Uint8Array>,
  options: SaveOptions,
): Promise<Omit<SavedBody, "path">> {
  const { label } = options;
  const file = await disk(label, () => open(draft, "wx"));
  try {
    return await writeAll(file, body, options);
  } finally {
    await file.close();
  }
}

async function writeAll(
  file: FileHandle,
  body: AsyncIterable<Uint8Array>,
  { downloads, label }: SaveOptions,
): Promise<Omit<SavedBody, "path">> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > downloads.max_bytes) throw tooLarge(label, downloads.max_bytes);
    hash.update(chunk);
    await disk(label, () => file.writeFile(chunk));
  }
  return { bytes, sha256: hash.digest("hex") };
}

// Links may lead anywhere, so each folder on the way is looked at before anything is made in it.
async function targetOf({ downloads, saveTo, label }: SaveOptions): Promise<string> {
  const root = await realpath(downloads.folder);
  const segments = saveTo.split("/");
  const name = segments.pop() ?? "";
  let folder = root;
  for (const segment of segments) {
    const next = path.join(folder, segment);
    await mkdir(next).catch(ignoreExisting);
    folder = await realpath(next);
    if (folder !== root && !folder.startsWith(root + path.sep)) throw leaves(label, saveTo);
  }
  const target = path.join(folder, name);
  const existing = await stat(target).catch(() => undefined);
  if (existing?.isDirectory() === true) {
    throw Object.assign(new Error(`${JSON.stringify(saveTo)} is a folder`), { code: "EISDIR" });
  }
  return target;
}

function ignoreExisting(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
}

async function disk<T>(label: RequestLabel, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ActionError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = `the answer can't be saved: ${message.replace(/\.$/, "")}`;
    throw serviceError(label, { code: "SAVE_FAILED", problem, details: { reason: code } });
  }
}

function leaves(label: RequestLabel, saveTo: string): Error {
  const problem = `the path ${JSON.stringify(saveTo)} leads out of the folder for downloads through a link`;
  return serviceError(label, { code: "INVALID_REQUEST", problem });
}

function tooLarge(label: RequestLabel, maxBytes: number): Error {
  return serviceError(label, {
    code: "RESPONSE_TOO_LARGE",
    problem: `the answer has more than ${maxBytes} bytes; raise downloads.max_bytes, or ask for less`,
    details: { max_bytes: maxBytes },
  });
}
