export {
  ApiKeys,
  type ApiKeysParts,
  type CreatedKey,
  type KeyView,
  type KeyWish,
  type Verified,
} from "./auth/api-keys";
export type { Authenticator } from "./auth/authenticator";
export { type AuthOptions, createAuth } from "./auth/create-auth";
export type { JwksOptions } from "./auth/jwks";
export { JWT_ALGORITHMS, type JwtAlgorithm, type JwtOptions } from "./auth/jwt";
export { DEFAULT_LOCKOUT, type LockoutOptions } from "./auth/lockout";
export { type Principal, type Scope, scopes } from "./auth/principal";
export { type Role, roles } from "./auth/roles";
export { type Problem, ServerError, type ServerErrorCode, serverErrors } from "./errors";
export { DEFAULT_SERVER_LIMITS, type ServerLimits, type ServerOptions } from "./options";
export { createServer, type Server } from "./server";
