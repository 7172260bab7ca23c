import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** Runs the repository's TypeScript as it is, so that tests need no build. */
const SOURCE = path.join(__dirname, "../../../../tools/checks/run-source.cjs");

const PROGRAM = path.join(__dirname, "program.ts");

/** Another process that uses a store. */
export interface TestProcess {
  readonly pid: number;
  /** All it has printed. */
  output(): string;
  /** All it has printed as errors. */
  errors(): string;
  /** Waits until it has printed this. */
  said(text: RegExp): Promise<void>;
  /** Kills it, as `kill -9` does. */
  kill(): Promise<void>;
  /** Waits until it ends by itself; gives its exit code. */
  ended(): Promise<number | null>;
}

/** Starts a part of `program.ts` in a process of its own, and waits until it says `ready`. */
export async function startProcess(part: string, ...argv: readonly string[]): Promise<TestProcess> {
  const child = startNode([PROGRAM, part, ...argv]);
  await child.said(/^ready\n/);
  return child;
}

/** Starts Node.js with the given arguments, through a shell command when one is given. */
export function startNode(argv: readonly string[], shell?: string): TestProcess {
  const node = [process.execPath, "--conditions=@tutti/source", "--require", SOURCE, ...argv];
  const options: SpawnOptions = { stdio: ["ignore", "pipe", "pipe"] };
  const child =
    shell === undefined
      ? spawn(node[0]!, node.slice(1), options)
      : spawn("/bin/bash", ["-c", `${shell}; exec "$@"`, "bash", ...node], options);
  return toProcess(child);
}

/** Starts Node.js with nothing but the given arguments. */
export function startPlain(argv: readonly string[]): TestProcess {
  return toProcess(spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] }));
}

function toProcess(child: ChildProcess): TestProcess {
  let output = "";
  let errors = "";
  const closed = once(child, "close");
  const listeners = new Set<() => void>();
  child.stdout?.on("data", (chunk) => {
    output += String(chunk);
    for (const listener of listeners) listener();
  });
  child.stderr?.on("data", (chunk) => (errors += String(chunk)));
  const said = (text: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (!text.test(output)) return;
        listeners.delete(check);
        resolve();
      };
      listeners.add(check);
      void closed.then(() => reject(new Error(`It ended without saying ${text}: ${output}${errors}`)));
      check();
    });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    errors: () => errors,
    said,
    async kill() {
      child.kill("SIGKILL");
      await closed;
    },
    async ended() {
      const [code] = (await closed) as [number | null];
      return code;
    },
  };
}
