import { ServerError } from "../errors";
import { errors, jwtVerify, type JWTPayload } from "../../vendor/jose.cjs";
import { Jwks, type JwksOptions } from "./jwks";
import type { Principal } from "./principal";
import { isRole, type Role, scopesOf } from "./roles";
import { unauthenticated } from "./unauthenticated";

/** Signatures that are believed: all with a public key. */
export const JWT_ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
] as const;

/** One of {@link JWT_ALGORITHMS}. */
export type JwtAlgorithm = (typeof JWT_ALGORITHMS)[number];

/** How tokens of an identity provider are checked, and what they are worth here. */
export interface JwtOptions {
  readonly jwks: JwksOptions;
  /** What `iss` has to be. */
  readonly issuer: string;
  /** What `aud` has to be, or to contain. */
  readonly audience: string;
  /** Default: `RS256`, `PS256`, `ES256`, `EdDSA`. */
  readonly algorithms?: readonly JwtAlgorithm[];
  /** By how much clocks may differ. Default 5 s. */
  readonly clockToleranceSeconds?: number;
  /** The claim that names the user. Default `sub`. */
  readonly userClaim?: string;
  /** The claim with the roles, a list or words; dots lead into objects, as `realm_access.roles`. Default `roles`. */
  readonly roleClaim?: string;
  /** What the issuer's roles are here. Default: those with the names of ours are ours. */
  readonly roles?: Readonly<Record<string, Role>>;
  /** The claim with the tags that the caller is limited to; who has none sees nothing. Default: nobody is limited. */
  readonly tagClaim?: string;
}

const DEFAULT_ALGORITHMS: readonly JwtAlgorithm[] = ["RS256", "PS256", "ES256", "EdDSA"];

/** Makes what tells who holds a token. Throws `INVALID_SERVER_OPTIONS`. */
export function jwtVerifier(options: JwtOptions, now: () => number): (token: string) => Promise<Principal> {
  checkOptions(options);
  const { algorithms = DEFAULT_ALGORITHMS, audience, clockToleranceSeconds = 5, issuer } = options;
  const jwks = new Jwks(options.jwks, now);
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, jwks.find, {
        algorithms: [...algorithms],
        audience,
        issuer,
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(now()),
        requiredClaims: ["exp"],
      });
      return principalOf(payload, options);
    } catch (error) {
      if (error instanceof errors.JOSEError) throw unauthenticated(reasonOf(error));
      throw error;
    }
  };
}

/** What is wrong with claims is told only of a token whose signature is right. */
function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return "the token has expired";
  if (error instanceof errors.JWTClaimValidationFailed)
    return `the token's claim "${error.claim}" does not fit`;
  return "the token is not valid";
}

function principalOf(payload: JWTPayload, options: JwtOptions): Principal {
  const { roleClaim = "roles", roles, tagClaim, userClaim = "sub" } = options;
  const id = claimOf(payload, userClaim);
  if (!isUser(id)) throw unauthenticated(`the token's claim "${userClaim}" names no user`);
  const given = wordsOf(claimOf(payload, roleClaim));
  const own =
    roles === undefined
      ? given
      : given.flatMap((name) => (Object.hasOwn(roles, name) ? (roles[name] ?? []) : []));
  const tags = tagClaim === undefined ? {} : { tags: new Set(wordsOf(claimOf(payload, tagClaim))) };
  return { id, scopes: scopesOf(own), ...tags };
}

/** `key:…` and `trigger:…` are names that we give. */
function isUser(value: unknown): value is string {
  return typeof value === "string" && /^(?!(?:key|trigger):)[^\p{Cc}]{1,200}$/u.test(value);
}

/** A claim by its name, which may itself have dots, or by the way that leads to it. */
function claimOf(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name.split(".").reduce<unknown>((value, key) => {
    const isHolder = typeof value === "object" && value !== null && Object.hasOwn(value, key);
    return isHolder ? (value as Record<string, unknown>)[key] : undefined;
  }, payload);
}

function wordsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return value.split(/\s+/).filter((word) => word !== "");
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

function checkOptions(options: JwtOptions): void {
  const problem = algorithmProblem(options) ?? claimProblem(options);
  if (problem !== undefined) throw ServerError.of("INVALID_SERVER_OPTIONS", { problem });
}

function algorithmProblem({ algorithms = DEFAULT_ALGORITHMS }: JwtOptions): string | undefined {
  const known: readonly string[] = JWT_ALGORITHMS;
  const wrong = algorithms.find((one) => !known.includes(one));
  if (wrong === undefined && algorithms.length > 0) return undefined;
  return `jwt.algorithms has ${JSON.stringify(wrong ?? [])}; known: ${known.join(", ")}`;
}

function claimProblem({
  audience,
  clockToleranceSeconds: tolerance = 5,
  issuer,
  roles = {},
}: JwtOptions): string | undefined {
  if (issuer === "" || audience === "") return "jwt.issuer and jwt.audience must not be empty";
  if (!(tolerance >= 0 && tolerance <= 300)) return `jwt.clockToleranceSeconds is ${tolerance}, not 0 to 300`;
  const foreign = Object.values<string>(roles).find((role) => !isRole(role));
  return foreign === undefined
    ? undefined
    : `jwt.roles leads to ${JSON.stringify(foreign)}, which is no role`;
}
