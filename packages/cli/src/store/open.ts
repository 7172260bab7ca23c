import { existsSync } from "node:fs";
import type { Owner, SqliteOptions, SqliteStorage } from "@tutti/sqlite";
import { CliError } from "../diagnostics/diagnostic";
import type { FileChoice } from "./choice";

/** SQLite is loaded when a store is opened: many commands need none. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
const sqliteModule = () => require("@tutti/sqlite") as typeof import("@tutti/sqlite");

const DAY_MS = 24 * 60 * 60 * 1000;

/** Who opens a file as its owner, as others see it. */
export type OwnerNote = Pick<SqliteOptions, "label" | "endpoint">;

/** Opens the file as its owner; throws `STORAGE_IN_USE` when somebody else is. */
export async function openAsOwner(
  { path, settings }: FileChoice,
  { endpoint, label }: OwnerNote,
): Promise<SqliteStorage> {
  const { retention = {}, synchronous } = settings;
  const { max_age_days: days, max_executions: maxExecutions } = retention;
  const storage = sqliteModule().sqlite({
    path,
    ...(label === undefined ? {} : { label }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(synchronous === undefined ? {} : { synchronous }),
    retention: {
      ...(days === undefined ? {} : { maxAgeMs: Math.ceil(days * DAY_MS) }),
      ...(maxExecutions === undefined ? {} : { maxExecutions }),
    },
  });
  await storage.open();
  return storage;
}

/** Opens the file for reading, whoever owns it. */
export async function openAsReader({ path }: FileChoice): Promise<SqliteStorage> {
  const storage = sqliteModule().sqlite({ path, access: "reader" });
  mustExist(path);
  await storage.open();
  return storage;
}

/** Who owns the file now. */
export function ownerOf({ path }: FileChoice): Owner | undefined {
  return sqliteModule().storageOwner(path);
}

/** Throws unless the file is there: only what stores something makes it. */
export function mustExist(path: string): void {
  if (existsSync(path)) return;
  throw new CliError({
    code: "STORAGE_NOT_FOUND",
    message: `There is no store ${path} yet.`,
    fix: "tutti run and tutti start make it; --storage names another one.",
  });
}

/** Is it an error of core with this code? By its shape, for there may be more than one copy of core. */
export function hasCode(error: unknown, code: string): error is Error {
  return error instanceof Error && (error as { readonly code?: unknown }).code === code;
}
