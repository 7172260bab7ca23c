import { failureReport } from "../failure";
import type { Io } from "../io";
import { watchFiles } from "../run/watch";
import { findTests } from "../test/find-tests";
import { loadTests } from "../test/load-tests";
import type { WatchHost } from "./run-and-watch";
import { lookOf } from "./shared";
import { test, type TestOptions } from "./test";

/** Runs files of tests, and all of them again whenever one of them or its workflow changes, until Ctrl-C. */
export async function testAndWatch(
  patterns: readonly string[],
  options: TestOptions,
  { io, print }: WatchHost,
): Promise<number> {
  const look = lookOf(io, options);
  const files = await filesOf(patterns, io);
  const run = async (): Promise<number> => {
    try {
      return print(await test(patterns, options, io));
    } catch (error) {
      return print(failureReport(error, look.err, io));
    }
  };
  const waiting = (): void =>
    void io.stdout.write(
      `\n${look.out([{ text: `Watching ${files.length} files; Ctrl-C ends.`, as: "dim" }])}\n`,
    );
  return watchFiles({ files, run, waiting }, io);
}

/** The files of tests, and all that they are read from. */
async function filesOf(patterns: readonly string[], io: Io): Promise<readonly string[]> {
  const files: string[] = [];
  for (const file of findTests(patterns, io.cwd)) files.push(...(await loadTests(file, io)).files);
  return [...new Set(files)];
}
