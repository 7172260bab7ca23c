import type { ActionError } from "@tutti/core";
import { withoutSecrets } from "../errors";
import type { Exchange, RawAnswer } from "../transport/exchange";
import { AuthError } from "./auth-error";
import { base64, textOf } from "./credentials";
import type { ClientCredentialsConfig } from "./options";
import { redactText } from "./redaction";
import type { ReadSecret } from "./secrets";
import type { AccessToken } from "./token-cache";

/** Sends a token request. Rejects with an `ActionError` when there is no answer. */
export type AskForToken = (request: Exchange, read: ReadSecret) => Promise<RawAnswer>;

/**
 * Asks an authorization server for a token: the client-credentials grant of OAuth 2.0 (RFC 6749,
 * section 4.4).
 *
 * @throws {AuthError} When there is no answer, or no token in it.
 * @example
 * const { value, lifetimeMs } = await requestToken(config, { read, ask });
 */
export async function requestToken(
  config: ClientCredentialsConfig,
  { read, ask }: { readonly read: ReadSecret; readonly ask: AskForToken },
): Promise<AccessToken> {
  const id = await textOf(config.client_id, read);
  const secret = await read(config.client_secret);
  const failed = failureFor(config, secret);
  const answer = await ask(tokenRequest(config, id, secret), read).catch((error: unknown) => {
    const { message, retryable } = error as ActionError;
    throw failed(message.replace(/\.$/, ""), retryable);
  });
  return tokenOf(answer, failed);
}

function tokenRequest(config: ClientCredentialsConfig, id: string, secret: string): Exchange {
  const inBody = config.client_authentication === "body";
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    ...(config.scopes.length === 0 ? {} : { scope: config.scopes.join(" ") }),
    ...config.parameters,
    ...(inBody ? { client_id: id, client_secret: secret } : {}),
  });
  const basic = { authorization: `Basic ${base64(`${formEncoded(id)}:${formEncoded(secret)}`)}` };
  return {
    method: "POST",
    url: new URL(config.token_url),
    headers: {
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
      "user-agent": "tutti-service-mesh",
      ...(inBody ? {} : basic),
    },
    body: form.toString(),
  };
}

// Section 2.3.1: identifier and secret are form-encoded before they are joined by a colon.
function formEncoded(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}

type Failed = (reason: string, retryable?: boolean, details?: Readonly<Record<string, unknown>>) => AuthError;

function failureFor({ token_url }: ClientCredentialsConfig, secret: string): Failed {
  return (reason, retryable = false, details = {}) =>
    new AuthError({
      problem: `no token from ${withoutSecrets(token_url)}: ${redactText(reason, [secret])}`,
      retryable,
      details: { token_url: withoutSecrets(token_url), ...details },
    });
}

function tokenOf(answer: RawAnswer, failed: Failed): AccessToken {
  const { status } = answer;
  const fields = fieldsOf(answer);
  if (status !== 200) {
    const reason = typeof fields["error"] === "string" ? `, ${fields["error"].slice(0, 100)}` : "";
    throw failed(`status ${status}${reason}`, status === 429 || status >= 500, { status_code: status });
  }
  const { access_token: value, token_type: type = "Bearer", expires_in: seconds } = fields;
  if (typeof value !== "string" || value === "") throw failed("its answer has no access_token");
  if (typeof type !== "string" || type.toLowerCase() !== "bearer") {
    throw failed("its token is of another type than Bearer");
  }
  return { value, lifetimeMs: lifetimeOf(seconds) };
}

function fieldsOf({ body, complete }: RawAnswer): Record<string, unknown> {
  try {
    const parsed: unknown = complete ? JSON.parse(body.toString()) : null;
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

// Some servers give the number as text.
function lifetimeOf(seconds: unknown): number | undefined {
  const value = typeof seconds === "string" ? Number.parseFloat(seconds) : seconds;
  return typeof value === "number" && value > 0 ? value * 1000 : undefined;
}
