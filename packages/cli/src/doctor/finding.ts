import { CliError } from "../diagnostics/diagnostic";

/** What a look at one thing has shown. */
export interface Finding {
  /** What was looked at, such as `node`. */
  readonly check: string;
  /** `warn`: some of what tutti can do won't work. `fail`: hardly anything will. */
  readonly status: "ok" | "warn" | "fail";
  readonly message: string;
  /** What to do; null for what is well. */
  readonly fix: string | null;
}

/** A finding that all is well. */
export function well(check: string, message: string): Finding {
  return { check, status: "ok", message, fix: null };
}

/** A finding that something is not. */
export function bad(
  check: string,
  status: "warn" | "fail",
  [message, fix]: readonly [string, string],
): Finding {
  return { check, status, message, fix };
}

/** What an error says, as findings. */
export function failed(check: string, error: unknown): readonly Finding[] {
  if (error instanceof CliError)
    return error.diagnostics.map(({ fix, message }) => bad(check, "fail", [message, fix]));
  const { fix, message } = error as { readonly fix?: unknown; readonly message?: unknown };
  const text = typeof message === "string" ? message : String(error);
  return [
    bad(check, "fail", [text, typeof fix === "string" ? fix : "TUTTI_DEBUG=1 shows where it happened."]),
  ];
}
