import { CliError, type Diagnostic, toJson } from "./diagnostics/diagnostic";
import { renderDiagnostics } from "./diagnostics/render";
import type { Io } from "./io";
import { EXIT, type Report } from "./report";
import type { Painter } from "./terminal/style";

interface Told {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** By its shape, so that an error costs no loading of core. */
function isTuttiError(error: unknown): error is Error & Told {
  return error instanceof Error && error.name === "TuttiError" && "fix" in error;
}

/** What is said of a command that failed: never with a stack, unless TUTTI_DEBUG asks for it. */
export function failureReport(error: unknown, paint: Painter, { env }: Pick<Io, "env">): Report {
  const diagnostics = diagnosticsOf(error);
  const stack = (env.TUTTI_DEBUG ?? "") === "" ? [] : stackOf(error);
  return {
    // What names a place or a way out is the caller's to correct; anything else is our mistake.
    exitCode: error instanceof CliError || isTuttiError(error) ? EXIT.invalid : EXIT.failed,
    json: { success: false, errors: diagnostics.map(toJson) },
    out: [],
    err: [...renderDiagnostics(diagnostics).map(paint), ...stack],
  };
}

function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof CliError) return error.diagnostics;
  if (isTuttiError(error)) return [{ code: error.code, message: error.message, fix: error.fix }];
  const message = error instanceof Error ? error.message : String(error);
  return [
    {
      code: "INTERNAL",
      message,
      fix: "This is a mistake of tutti itself; TUTTI_DEBUG=1 shows where it happened.",
    },
  ];
}

function stackOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const cause = error.cause === undefined ? [] : ["caused by", ...stackOf(error.cause)];
  return [...(error.stack ?? "").split("\n"), ...cause];
}
