import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { SourceText } from "./source-text";

/** What is given in place of a file's name to read standard input. */
export const STDIN = "-";

/** A definition has at most 1 MiB of data; comments and blanks may be more. */
const MAX_BYTES = 4 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "its permissions do not allow it",
  EPERM: "its permissions do not allow it",
};

/**
 * Reads a file, or standard input for `-`.
 *
 * Throws a `CliError` that says why it can't be read.
 */
export async function readSource(file: string, io: Io): Promise<SourceText> {
  if (file === STDIN) return new SourceText("<stdin>", decode("<stdin>", await readAll(io.stdin)));
  const absolute = path.resolve(io.cwd, file);
  try {
    const { size } = await stat(absolute);
    if (size > MAX_BYTES) throw tooLarge(file, size);
    return new SourceText(file, decode(file, await readFile(absolute)));
  } catch (error) {
    throw error instanceof CliError ? error : unreadable(file, error as NodeJS.ErrnoException);
  }
}

async function readAll(stdin: Io["stdin"]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MAX_BYTES) throw tooLarge("<stdin>", size);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const message = `${name} is not text in UTF-8.`;
    throw new CliError({ code: "FILE_NOT_READ", message, fix: "Save it as UTF-8.", place: { name } });
  }
}

function tooLarge(name: string, size: number): CliError {
  const message = `${name} has ${size} bytes; at most ${MAX_BYTES} are read.`;
  return new CliError({ code: "FILE_NOT_READ", message, fix: "Make it smaller.", place: { name } });
}

function unreadable(name: string, { code = "", message: problem }: NodeJS.ErrnoException): CliError {
  const message = `${name} can't be read: ${REASONS[code] ?? problem}.`;
  return new CliError({
    code: "FILE_NOT_READ",
    message,
    fix: "Check the name and the folder.",
    place: { name },
  });
}
