export { createLocalJWKSet, errors, jwtVerify } from "jose";
