import type { Role } from "./roles";

/** How keys are fetched, and for how long they are believed. */
export interface JwksOptions {
  /** Where the issuer publishes its keys: https, or http on a loopback address. */
  readonly url: string;
  /** Keys that are older are fetched again, while they are still used. Default 600 s. */
  readonly cacheSeconds?: number;
  /** So long keys are used while no new ones can be had. Default 86,400 s. */
  readonly staleSeconds?: number;
  /** After a fetch, so long no other one is made, whatever tokens name. Default 30 s. */
  readonly cooldownSeconds?: number;
  /** For one fetch. Default 5 s. */
  readonly timeoutSeconds?: number;
}

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
