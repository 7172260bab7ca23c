import { TuttiError } from "@tutti/core";
import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Node's SQLite module. */
export type Driver = typeof import("node:sqlite");

/** A connection to a SQLite file. */
export type Connection = DatabaseSync;

/** A prepared statement. */
export type Statement = StatementSync;

/** A value that SQLite stores. */
export type Cell = string | number | null;

/**
 * Loads `node:sqlite` when it is needed first, so that importing this package works on a Node without it,
 * and prints no warning there is no reason for.
 *
 * @throws STORAGE_UNSUPPORTED on such a Node
 */
export function loadDriver(load = (): Driver | undefined => process.getBuiltinModule("node:sqlite")): Driver {
  const driver = load();
  if (driver === undefined) throw TuttiError.of("STORAGE_UNSUPPORTED", { node: process.version });
  return driver;
}
