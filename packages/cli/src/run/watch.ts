import path from "node:path";
import type { Io } from "../io";
import { FileWatcher } from "./file-watcher";

/** What is done again and again. */
export interface Watched {
  readonly files: readonly string[];
  /** Gives the exit code. */
  readonly run: () => Promise<number>;
  /** Says that it is waited for a change. */
  readonly waiting: () => void;
}

/**
 * Runs, and runs again whenever one of the files has changed, until Ctrl-C. A change during a run counts
 * when the run has ended. Gives the last run's exit code.
 */
export async function watchFiles({ files, run, waiting }: Watched, io: Io): Promise<number> {
  let changes = 0;
  let wake: () => void = () => undefined;
  const paths = files.map((file) => path.resolve(io.cwd, file));
  const watcher = new FileWatcher(() => {
    changes += 1;
    wake();
  });
  watcher.watch(
    paths.map((file) => path.dirname(file)),
    (file) => paths.includes(file),
  );
  try {
    for (;;) {
      const seen = changes;
      const exitCode = await run();
      waiting();
      if (changes === seen && !(await untilChange(io, (callback) => (wake = callback)))) return exitCode;
    }
  } finally {
    watcher.close();
  }
}

/** True after a change, false after Ctrl-C. */
function untilChange(io: Io, onWake: (callback: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const silence = io.onInterrupt(() => done(false));
    const done = (goOn: boolean): void => {
      silence();
      resolve(goOn);
    };
    onWake(() => done(true));
  });
}
