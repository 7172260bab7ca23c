import type { NotificationChannel } from "../types";

/** Where the `console` channel writes: a part of `NodeJS.WritableStream`. */
export interface ConsoleStream {
  write(text: string): unknown;
}

/** Options of the `console` channel. */
export interface ConsoleOptions {
  /** Default: the process's standard output. */
  readonly stream?: ConsoleStream | undefined;
}

/**
 * Makes the channel that writes one line: `subject: message`. Line breaks and other control characters
 * are written as escapes, so that a text can neither fake a second line nor steer the terminal.
 *
 * @example
 * consoleChannel({ stream: process.stderr });
 */
export function consoleChannel(options: ConsoleOptions = {}): NotificationChannel {
  return {
    name: "console",
    description: "Writes a line to the standard output of the process.",
    deliver({ message, subject }) {
      const line = subject === undefined ? message : `${subject}: ${message}`;
      (options.stream ?? process.stdout).write(`${visible(line)}\n`);
      return undefined;
    },
  };
}

function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === "\n") return "\\n";
    return character === "\t" ? "\t" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
