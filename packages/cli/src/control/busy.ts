import { CliError } from "../diagnostics/diagnostic";

/** What an owner answers that ends now, or can't do this: whoever asks waits until it has ended. */
const OWNER_BUSY = "OWNER_BUSY";

/** The refusal of a request that was not taken. */
export function busy(message: string): CliError {
  return new CliError({ code: OWNER_BUSY, message, fix: "Ask again when the owner of the store has ended." });
}

/** Why an owner does not do it; undefined: it is another error. */
export function busyText(error: unknown): string | undefined {
  const [first] = error instanceof CliError ? error.diagnostics : [];
  return first?.code === OWNER_BUSY ? first.message : undefined;
}
