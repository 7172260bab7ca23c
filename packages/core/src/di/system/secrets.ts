import type { SecretProvider } from "../../ports";

/** What the names of environment variables that hold secrets begin with. */
const PREFIX = "TUTTI_SECRET_";

/**
 * Secrets from the environment: `$secrets.API_KEY` is the variable `TUTTI_SECRET_API_KEY`. Without the
 * prefix every workflow could read every variable of the process.
 */
export function environmentSecrets(environment: NodeJS.ProcessEnv = process.env): SecretProvider {
  return { get: (name) => environment[`${PREFIX}${name}`] };
}
