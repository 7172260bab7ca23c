import type { SecretProvider } from "@tutti/core";
import { AuthError } from "./auth-error";
import type { SecretReference } from "./secret-reference";

/** Reads the value of a secret by its reference. */
export type ReadSecret = (reference: SecretReference) => Promise<string>;

/**
 * Reads secrets from a provider: an action's own when there is one, as it also has the values redacted,
 * and otherwise the mesh's. Nothing is kept: a secret that changed counts from the next request on.
 *
 * The functions it makes throw an {@link AuthError}, which names the secret and never its value.
 *
 * @example
 * const read = secretsOf(context.secrets);
 * await read({ secret: "BILLING_TOKEN" });
 */
export function secretsOf(provider: SecretProvider | undefined): ReadSecret {
  return async ({ secret }) => {
    if (provider === undefined)
      throw unreadable(secret, "the mesh has no secrets: give it the option secrets");
    const value = await ask(provider, secret);
    if (value === undefined) throw unreadable(secret, "no provider knows it");
    return value;
  };
}

async function ask(provider: SecretProvider, secret: string): Promise<string | undefined> {
  try {
    return await provider.get(secret);
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    throw unreadable(secret, String(message).replace(/\.$/, ""), code !== "UNKNOWN_SECRET");
  }
}

function unreadable(secret: string, reason: string, retryable = false): AuthError {
  return new AuthError({
    problem: `the secret ${JSON.stringify(secret)} can't be read: ${reason}`,
    retryable,
    details: { secret },
  });
}
