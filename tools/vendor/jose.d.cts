export { createLocalJWKSet, errors, jwtVerify } from "jose" with { "resolution-mode": "import" };
export type { JSONWebKeySet, JWTPayload, JWTVerifyGetKey } from "jose" with { "resolution-mode": "import" };
