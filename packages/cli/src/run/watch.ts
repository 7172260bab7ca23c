import { watch as watchFolder } from "node:fs";
import path from "node:path";
import type { Io } from "../io";

/** Editors write a file in several steps. */
const SETTLE_MS = 100;

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
  const end = onChange(paths, () => {
    changes += 1;
    wake();
  });
  try {
    for (;;) {
      const seen = changes;
      const exitCode = await run();
      waiting();
      if (changes === seen && !(await untilChange(io, (callback) => (wake = callback)))) return exitCode;
    }
  } finally {
    end();
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

/** Calls back when a file has changed. Folders are watched, as many editors put a new file in the old one's place. */
function onChange(files: readonly string[], callback: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const changed = (folder: string, name: string | null): void => {
    if (name !== null && !files.includes(path.join(folder, name))) return;
    clearTimeout(timer);
    timer = setTimeout(callback, SETTLE_MS);
  };
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  const watchers = folders.map((folder) => watchFolder(folder, (_event, name) => changed(folder, name)));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
