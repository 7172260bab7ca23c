import { createInterface } from "node:readline/promises";

/** Where the command writes: a part of a stream. */
export interface Output {
  write(text: string): unknown;
}

/** Everything that the command may see and do of the world. Tests give their own. */
export interface CreateIo {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  /** This year. */
  readonly year: number;
  /** Asks a person, and gives the line; undefined: there is nobody to ask, or they have ended it. */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
}

/** The world as the process has it. Questions are asked on a terminal only. */
export function processIo(): CreateIo {
  const { stdin, stdout, stderr } = process;
  const isTerminal = stdin.isTTY && stdout.isTTY;
  return {
    stdout,
    stderr,
    cwd: process.cwd(),
    year: new Date().getFullYear(),
    ...(isTerminal ? { ask: askOn(stdin, stdout) } : {}),
  };
}

/**
 * Asks on a pair of streams: one question at a time, so that nothing of the next line gets lost.
 *
 * @example
 * const name = await askOn(process.stdin, process.stdout)("Name: ");
 */
export function askOn(input: NodeJS.ReadableStream, output: NodeJS.WritableStream) {
  return async (question: string): Promise<string | undefined> => {
    const lines = createInterface({ input, output });
    try {
      // Ctrl-C and the end of the input close it without an answer.
      const closed = new Promise<undefined>((resolve) => lines.once("close", () => resolve(undefined)));
      return await Promise.race([lines.question(question), closed]);
    } finally {
      lines.close();
    }
  };
}
