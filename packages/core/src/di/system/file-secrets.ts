import { constants, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { TuttiError } from "../../errors";
import type { SecretProvider } from "../../ports";

/** Options of {@link fileSecrets}. */
export interface FileSecretsOptions {
  /** Holds one file per secret, as Docker (`/run/secrets`) and Kubernetes mount them. */
  readonly folder: string;
}

/** As Kubernetes allows at most (bytes). */
const LARGEST = 1_048_576;

/** A file's name and no path. What begins with a dot is not for us: Kubernetes keeps its own links there. */
const NAME = /^(?!\.)[A-Za-z0-9._-]{1,253}$/;

/**
 * Secrets from files: `$secrets.API_KEY` is what stands in the file `API_KEY` of the folder.
 *
 * The file is read at each use, so a mount that was updated counts from the next use on; links are followed. One line
 * break at the end does not belong to the secret. The text is UTF-8, at most 1 MiB.
 *
 * Throws `INVALID_OPTIONS` when the folder is not there. Asked for a secret, it throws `SECRET_UNREADABLE` when the file
 * is there and can't be used.
 *
 * @example
 * createOrchestrator({ secrets: fileSecrets({ folder: "/run/secrets" }) });
 */
export function fileSecrets({ folder }: FileSecretsOptions): SecretProvider {
  checkFolder(folder);
  return {
    async get(name) {
      if (!NAME.test(name)) return undefined;
      const file = await openFile(join(folder, name), name);
      if (file === undefined) return undefined;
      try {
        return await read(file, name);
      } finally {
        await file.close();
      }
    },
  };
}

function checkFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw TuttiError.of("INVALID_OPTIONS", {
    where: "fileSecrets",
    problem: `folder ${JSON.stringify(folder)} is no folder`,
    fix: "Give the folder where the secrets are mounted, such as /run/secrets.",
  });
}

async function openFile(path: string, name: string): Promise<FileHandle | undefined> {
  try {
    // A pipe would keep us waiting for its writer.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw unreadable(name, `its file can't be opened (${code ?? "no code"})`);
  }
}

async function read(file: FileHandle, name: string): Promise<string> {
  const stats = await file.stat();
  if (!stats.isFile()) throw unreadable(name, "it is no file");
  if (stats.size > LARGEST) throw unreadable(name, `its file has ${stats.size} bytes, more than ${LARGEST}`);
  const bytes = await file.readFile();
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.replace(/\r?\n$/, "");
  } catch {
    throw unreadable(name, "its file is not UTF-8; encode binary secrets as base64");
  }
}

function unreadable(name: string, reason: string): TuttiError {
  return TuttiError.of("SECRET_UNREADABLE", { name, reason });
}
