import { definitionErrors } from "./catalog/definition";
import type { CatalogEntry } from "./catalog/entry";
import { executionErrors } from "./catalog/execution";
import { expressionErrors } from "./catalog/expression";
import { orchestratorErrors } from "./catalog/orchestrator";
import { storageErrors } from "./catalog/storage";

/** Every error code of Tutti, with its message and its fix. The docs page and this object are kept equal by a test. */
export const catalog = {
  ...definitionErrors,
  ...expressionErrors,
  ...executionErrors,
  ...orchestratorErrors,
  ...storageErrors,
};

/** Codes of earlier versions. They are never used again for another meaning. */
export const retiredCodes: readonly string[] = [];

/** A code of the catalogue. */
export type ErrorCode = keyof typeof catalog;

/** The values that the texts of a code need. */
export type CatalogParams<Code extends ErrorCode> =
  (typeof catalog)[Code] extends CatalogEntry<infer Params> ? Params : never;
