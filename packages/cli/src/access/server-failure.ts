import { TuttiClientError } from "@tutti/client";
import { CliError, type Diagnostic } from "../diagnostics/diagnostic";
import { versionsText } from "./server-version";
import type { ServerTarget } from "./target";

/** What to do about an error of a server, where the server's own advice is not for users of the command. */
const FIXES: Readonly<Record<string, (target: ServerTarget) => string>> = {
  CONNECTION_FAILED: () => "Start it with tutti serve, or correct --server or TUTTI_URL.",
  TIMEOUT: () => "Look whether the server is overloaded, and ask again.",
  INVALID_RESPONSE: () => "Correct --server or TUTTI_URL: it names the address that tutti serve prints.",
  UNEXPECTED_STATUS: () => "Look at what stands between here and the server, such as a proxy.",
  UNAUTHENTICATED: ({ token }) =>
    token === undefined
      ? "Set TUTTI_TOKEN to an API key; tutti keys create makes one."
      : "Set TUTTI_TOKEN to a key or token that is valid.",
  FORBIDDEN: () => "Ask an administrator for the scope, or set TUTTI_TOKEN to another key.",
  INVALID_OPTIONS: () => "Write it as --server http://127.0.0.1:5080.",
  // Both sides check what they are asked: that one asks for what the other has not is a matter of versions.
  UNKNOWN_ROUTE: () => "Use the same version of tutti on both sides.",
  METHOD_NOT_ALLOWED: () => "Use the same version of tutti on both sides.",
};

/** What a request to the server failed with, for people. */
export async function serverFailure(error: unknown, target: ServerTarget): Promise<unknown> {
  if (!(error instanceof TuttiClientError)) return error;
  const versions = await versionsText(error, target);
  if (versions === undefined) return clientFailure(error, target);
  const fix = "Use the same version of tutti on both sides.";
  return new CliError({ code: "SERVER_VERSION", message: `${error.detail} ${versions}`, fix });
}

/** The same for what the client itself says, without a look at the server. */
export function clientFailure(error: TuttiClientError, target: ServerTarget): CliError {
  const { code, detail, fix = "" } = error;
  const own: Diagnostic = { code, message: detail, fix: FIXES[code]?.(target) ?? fix };
  const more = error.errors
    .filter(({ message }) => message !== detail)
    .map((one) => ({ code: one.code, message: one.message, path: one.path, fix: one.fix ?? "" }));
  return new CliError(...(more.length === 0 ? [own] : more));
}
