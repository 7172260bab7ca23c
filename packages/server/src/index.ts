/**
 * The HTTP API of Tutti.
 *
 * @packageDocumentation
 */
export { type Principal, type Scope, scopes } from "./auth/principal";
