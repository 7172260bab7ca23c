import { headerProblem } from "../request/headers";
import { AuthError } from "./auth-error";
import type { AuthConfig, ClientCredentialsConfig } from "./options";
import type { SecretReference } from "./secret-reference";
import type { ReadSecret } from "./secrets";

/** What a request is given to authenticate it. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The texts that must show up nowhere else. */
  readonly secrets: readonly string[];
}

/** Credentials that come from secrets alone. */
export type StaticAuthConfig = Exclude<AuthConfig, ClientCredentialsConfig>;

/**
 * Makes the credentials that a configuration names.
 *
 * @throws {AuthError} When a secret can't be read, or can't be sent in a header.
 * @example
 * await credentialsOf({ type: "bearer", token: { secret: "BILLING_TOKEN" } }, read);
 * // { headers: { authorization: "Bearer …" }, query: {}, secrets: […] }
 */
export async function credentialsOf(config: StaticAuthConfig, read: ReadSecret): Promise<Credentials> {
  if (config.type === "bearer") return bearerOf(await read(config.token), config.token.secret);
  if (config.type === "basic") {
    const password = await read(config.password);
    const encoded = base64(`${await textOf(config.username, read)}:${password}`);
    return inHeader({ name: "authorization", value: `Basic ${encoded}`, of: config.password.secret }, [
      password,
      encoded,
    ]);
  }
  const key = await read(config.key);
  if (config.query !== undefined) {
    return { headers: {}, query: { [config.query]: key }, secrets: [key, encodeURIComponent(key)] };
  }
  const name = (config.header ?? "x-api-key").toLowerCase();
  return inHeader({ name, value: `${config.prefix ?? ""}${key}`, of: config.key.secret }, [key]);
}

/** Credentials with a token: a configured one, or one that an authorization server gave. */
export function bearerOf(token: string, of: string): Credentials {
  return inHeader({ name: "authorization", value: `Bearer ${token}`, of }, [token]);
}

/** A text of the configuration, or the secret it refers to. */
export function textOf(text: string | SecretReference, read: ReadSecret): Promise<string> | string {
  return typeof text === "string" ? text : read(text);
}

/** UTF-8 in base64. */
export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

interface Header {
  readonly name: string;
  readonly value: string;
  /** The name of the secret, for an error. */
  readonly of: string;
}

function inHeader({ name, value, of }: Header, secrets: readonly string[]): Credentials {
  if (headerProblem(name, value) === undefined) return { headers: { [name]: value }, query: {}, secrets };
  throw new AuthError({
    problem: `the value of ${JSON.stringify(of)} has characters that headers can't hold, such as a line break at its end`,
    retryable: false,
    details: { secret: of },
  });
}
