export type { Authenticator } from "./auth/authenticator";
export { type Principal, type Scope, scopes } from "./auth/principal";
export type { CallbackOptions } from "./callbacks/options";
export { type Problem, ServerError, type ServerErrorCode, serverErrors } from "./errors";
export { DEFAULT_SERVER_LIMITS, type ServerLimits, type ServerOptions } from "./options";
export { createServer, type Server } from "./server";
