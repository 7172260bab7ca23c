import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { failureReport } from "../failure";
import type { Report } from "../report";
import { watchFiles } from "../run/watch";
import { STDIN } from "../source/read-file";
import { run, type RunOptions } from "./run";
import { lookOf } from "./shared";

/** What a watched run needs of whoever calls it. */
export interface WatchHost {
  readonly io: Io;
  /** Prints a report; gives its exit code. */
  readonly print: (report: Report) => number;
}

/** Runs a workflow file, and again whenever it or a file of parameters changes, until Ctrl-C. */
export async function runAndWatch(
  file: string,
  options: RunOptions,
  { io, print }: WatchHost,
): Promise<number> {
  const files = [file, ...(options.params ?? [])];
  if (files.includes(STDIN)) {
    throw new CliError({
      code: "USAGE",
      message: "Standard input (-) can't be watched.",
      fix: "Give a file, or leave --watch out.",
    });
  }
  const look = lookOf(io, options);
  const once = async (): Promise<number> => {
    try {
      return print(await run(file, options, io));
    } catch (error) {
      return print(failureReport(error, look.err, io));
    }
  };
  const waiting = (): void =>
    void io.stdout.write(
      `\n${look.out([{ text: `Watching ${files.join(", ")}; Ctrl-C ends.`, as: "dim" }])}\n`,
    );
  return watchFiles({ files, run: once, waiting }, io);
}
