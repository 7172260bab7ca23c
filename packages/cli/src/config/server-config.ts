import type { Role } from "@tutti/server";
import { z } from "zod";

/** Whose tokens `tutti serve` takes, besides its own keys. */
export interface JwtConfig {
  /** Where the issuer publishes its keys. */
  readonly jwks_url: string;
  readonly issuer: string;
  readonly audience: string;
  /** The claim that names the user. Default: `sub`. */
  readonly user_claim?: string;
  /** The claim with the roles. Default: `roles`. */
  readonly role_claim?: string;
  /** What the issuer's roles are here. Default: those with our names. */
  readonly roles?: Readonly<Record<string, Role>>;
  /** The claim with the tags that a caller is limited to. Default: nobody is limited. */
  readonly tag_claim?: string;
}

/** How `tutti serve` knows who asks. */
export interface AuthConfig {
  /** Takes the API keys that `tutti keys create` makes. */
  readonly keys?: boolean;
  readonly jwt?: JwtConfig;
}

/** How `tutti serve` listens. */
export interface ServerConfig {
  /** Default: 127.0.0.1. Another address than a loopback one needs `auth`. */
  readonly host?: string;
  /** Default: 5080; 0: any free one. */
  readonly port?: number;
  /** Default, on a loopback address only: everybody may do everything. */
  readonly auth?: AuthConfig;
  /** Origins whose pages may call the API. Default: none. */
  readonly cors?: readonly string[];
  /** Whether `X-Forwarded-For` is believed: true, or the proxies' addresses. Default: false. */
  readonly trust_proxy?: boolean | readonly string[];
}

const text = z.string("expected a text").min(1, "expected a text");
const texts = z.array(text, "expected a list of texts");
const port = z.int("expected a port").min(0, "expected a port").max(65_535, "expected a port");
const role = z.enum(["viewer", "operator", "author", "admin"], "expected viewer, operator, author or admin");

const jwt = z.strictObject({
  jwks_url: text.describe("Where the issuer publishes its keys."),
  issuer: text.describe("What iss has to be."),
  audience: text.describe("What aud has to contain."),
  user_claim: text.optional().describe("The claim that names the user. Default: sub."),
  role_claim: text.optional().describe("The claim with the roles. Default: roles."),
  roles: z.record(z.string(), role).optional().describe("What the issuer's roles are here."),
  tag_claim: text.optional().describe("The claim with the tags that a caller is limited to."),
});

const auth = z
  .strictObject({
    keys: z.boolean("expected true or false").optional().describe("Take the keys of tutti keys create."),
    jwt: jwt.optional().describe("Take the tokens of an identity provider."),
  })
  .refine((given) => given.keys === true || given.jwt !== undefined, "expected keys: true, or jwt");

/** Checks the key `server`. */
export const serverSchema = z.strictObject({
  host: text.optional().describe("The address to listen at. Default: 127.0.0.1."),
  port: port.optional().describe("Where to listen; 0 takes any free port. Default: 5080."),
  auth: auth.optional().describe("How it is known who asks. Needed unless the address is a loopback one."),
  cors: texts.optional().describe("Origins whose pages may call the API. Default: none."),
  trust_proxy: z
    .union([z.boolean(), texts], "expected true, false or a list of addresses")
    .optional()
    .describe("Whose X-Forwarded-For is believed. Default: nobody's."),
});

/** The keys that `server` and its parts can have, by their paths. */
export const SERVER_KEYS_AT: Readonly<Record<string, readonly string[]>> = {
  server: Object.keys(serverSchema.shape),
  "server.auth": Object.keys(auth.shape),
  "server.auth.jwt": Object.keys(jwt.shape),
};
