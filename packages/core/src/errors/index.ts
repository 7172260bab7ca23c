export { ActionError, type ActionErrorOptions } from "./action-error";
export { type CatalogParams, catalog, type ErrorCode, retiredCodes } from "./catalog";
export { formatPath, type Issue, issue, parsePath } from "./issue";
export { suggest } from "./suggest";
export { describe, TuttiError, type TuttiErrorOptions } from "./tutti-error";
