import type { KeyStore } from "@tutti/core/runtime";
import type { Authenticator, AuthOptions } from "@tutti/server";
import type { AuthConfig, JwtConfig } from "../config/server-config";

/** What makes an authenticator: of the server's package, which is loaded late. */
type CreateAuth = (options: AuthOptions) => Authenticator;

/** Who may ask, as the configuration says it. Undefined: it says nothing. */
export function authOf(
  config: AuthConfig | undefined,
  keys: KeyStore | undefined,
  createAuth: CreateAuth,
): Authenticator | undefined {
  if (config === undefined) return undefined;
  const { jwt } = config;
  return createAuth({
    ...(config.keys === true && keys !== undefined ? { keys } : {}),
    ...(jwt === undefined ? {} : { jwt: jwtOptions(jwt) }),
  });
}

function jwtOptions({
  audience,
  issuer,
  jwks_url: url,
  ...more
}: JwtConfig): NonNullable<AuthOptions["jwt"]> {
  const { role_claim: roleClaim, roles, tag_claim: tagClaim, user_claim: userClaim } = more;
  return {
    jwks: { url },
    issuer,
    audience,
    ...(roleClaim === undefined ? {} : { roleClaim }),
    ...(roles === undefined ? {} : { roles }),
    ...(tagClaim === undefined ? {} : { tagClaim }),
    ...(userClaim === undefined ? {} : { userClaim }),
  };
}
