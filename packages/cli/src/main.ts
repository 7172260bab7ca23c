import { CommanderError } from "commander";
import { toJson } from "./diagnostics/diagnostic";
import { failureReport } from "./failure";
import type { Io } from "./io";
import { makeProgram } from "./program";
import { EXIT, type Report } from "./report";
import { painter, wantsColor } from "./terminal/style";

/**
 * The `tutti` command: runs what the arguments ask for and gives the exit code. It never throws.
 *
 * @param argv the arguments behind the command's name
 *
 * @example
 * process.exitCode = await main(["run", "hello.yaml", "--param", "user_name=Ada"], processIo());
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: number = EXIT.ok;
  const print = (report: Report): number => printReport(report, argv, io);
  const exit = (code: number): void => {
    exitCode = code;
  };
  try {
    await makeProgram({ io, print, exit }).parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return commanderExit(error, argv, io);
    const paint = painter(wantsColor(io, io.stderr, !argv.includes("--no-color")));
    return print(failureReport(error, paint, io));
  }
}

/** Prints a report, as one document with `--json` and else its lines. Gives its exit code. */
function printReport({ err, exitCode, json, out }: Report, argv: readonly string[], io: Io): number {
  if (argv.includes("--json")) io.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  else {
    for (const line of out) io.stdout.write(`${line}\n`);
    for (const line of err) io.stderr.write(`${line}\n`);
  }
  return exitCode;
}

function commanderExit(error: CommanderError, argv: readonly string[], io: Io): number {
  if (error.exitCode === 0) return EXIT.ok;
  // Without --json commander has said it already, on standard error.
  if (!argv.includes("--json")) return EXIT.invalid;
  const message = error.message.replace(/^error: /, "");
  const errors = [toJson({ code: "USAGE", message, fix: "See tutti --help." })];
  return printReport(
    { exitCode: EXIT.invalid, json: { success: false, errors }, out: [], err: [] },
    argv,
    io,
  );
}
