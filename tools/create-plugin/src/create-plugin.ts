import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CreateError } from "./errors";
import { checkAction, checkName, type PluginSpec } from "./spec";
import { projectFiles } from "./template";

/** What {@link createPlugin} made. */
export interface CreatedPlugin {
  /** Absolute. */
  readonly folder: string;
  /** The paths of its files in the folder. */
  readonly files: readonly string[];
}

/** Where a plugin goes, and when it was made. */
export interface CreateOptions {
  /** The folder; it must be empty, or not be there yet. */
  readonly folder: string;
  /** The year in its licence. */
  readonly year: number;
}

/**
 * Writes the project of a plugin into an empty folder.
 *
 * @throws {CreateError} for a name, an action type or a folder that can't be used
 *
 * @example
 * createPlugin(
 *   { name: "acme-plugin-sms", action: "send_sms", language: "typescript", runner: "jest" },
 *   { folder: "acme-plugin-sms", year: 2026 },
 * );
 */
export function createPlugin(spec: PluginSpec, { folder, year }: CreateOptions): CreatedPlugin {
  checkName(spec.name);
  checkAction(spec.action);
  checkFolder(folder);
  const files = projectFiles(spec, year);
  try {
    for (const [file, text] of files) write(path.join(folder, file), text);
  } catch (error) {
    throw notWritten(folder, error);
  }
  return { folder: path.resolve(folder), files: [...files.keys()] };
}

/**
 * Throws `FOLDER_NOT_EMPTY` for a folder that holds more than a fresh git repository does, and `NOT_WRITTEN`
 * for what is no folder.
 */
function checkFolder(folder: string): void {
  if (!existsSync(folder)) return;
  const names = namesIn(folder).filter((name) => name !== ".git");
  if (names.length === 0) return;
  const some = names.slice(0, 3).join(", ");
  throw new CreateError(
    "FOLDER_NOT_EMPTY",
    `${folder} is not empty: ${some}${names.length > 3 ? ", …" : ""}.`,
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw notWritten(folder, error);
  }
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function notWritten(folder: string, cause: unknown): CreateError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CreateError("NOT_WRITTEN", `${folder} can't be written: ${reason}`, { cause });
}
