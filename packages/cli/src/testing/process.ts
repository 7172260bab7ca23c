import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { FakeIo } from "./fake-io";

const BIN = path.join(__dirname, "../bin.ts");
/** Options of a Node.js that reads the packages from their sources. */
export const SOURCE = [
  "--conditions=@tutti/source",
  "--require",
  path.join(__dirname, "../../../../tools/checks/run-source.cjs"),
];

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The real command in a process of its own. */
export interface TuttiProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until it has said this, on whichever stream. */
  said(text: string | RegExp): Promise<void>;
}

const started: TuttiProcess[] = [];

/** Starts the real command, from its source, in the working directory of a fake world. */
export function startTutti(io: FakeIo, ...argv: readonly string[]): TuttiProcess {
  const env = { ...process.env, NO_COLOR: "1", USER: "ada", NODE_DISABLE_COMPILE_CACHE: "1" };
  const child = spawn(process.execPath, [...SOURCE, BIN, ...argv], { cwd: io.cwd, env });
  child.stdin.end();
  const said = { out: "", err: "" };
  const listeners = new Set<() => void>();
  const hear = (stream: "out" | "err") => (chunk: unknown) => {
    said[stream] += String(chunk);
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", hear("out"));
  child.stderr.on("data", hear("err"));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, ...said }));
  const tutti: TuttiProcess = {
    child,
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const all = said.out + said.err;
          if (typeof text === "string" ? all.includes(text) : text.test(all)) resolve();
        };
        listeners.add(check);
        void ended.then(() =>
          reject(new Error(`It ended without saying ${String(text)}:\n${said.out}${said.err}`)),
        );
        check();
      }),
  };
  started.push(tutti);
  return tutti;
}

/** Ends the processes that are still there: for `afterEach`. */
export async function endProcesses(): Promise<void> {
  for (const { child, ended } of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  }
}
