import type { Io } from "../io";

/** The signs that stand in front of lines. */
export interface Symbols {
  readonly completed: string;
  readonly failed: string;
  readonly skipped: string;
  readonly cancelled: string;
  readonly compensated: string;
  readonly waiting: string;
  readonly retrying: string;
  readonly pending: string;
  readonly started: string;
  readonly warning: string;
  /** Stands between who says something and what is said. */
  readonly bar: string;
  /** Stands between two pieces of information. */
  readonly dot: string;
  /** One after the other, they turn. */
  readonly spinner: readonly string[];
}

const UNICODE: Symbols = {
  completed: "✔",
  failed: "✖",
  skipped: "↷",
  cancelled: "■",
  compensated: "↶",
  waiting: "◷",
  retrying: "↻",
  pending: "○",
  started: "▸",
  warning: "▲",
  bar: "│",
  dot: "·",
  spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
};

const ASCII: Symbols = {
  completed: "+",
  failed: "x",
  skipped: ">",
  cancelled: "#",
  compensated: "<",
  waiting: "~",
  retrying: "@",
  pending: ".",
  started: "*",
  warning: "!",
  bar: "|",
  dot: "-",
  spinner: ["|", "/", "-", "\\"],
};

/**
 * The signs a terminal can show. Linux's own console and old consoles of Windows have the fonts of ASCII.
 *
 * @example
 * symbolsFor({ env: process.env }).completed; // "✔"
 */
export function symbolsFor({ env }: Pick<Io, "env">, platform: string = process.platform): Symbols {
  if (env.TERM === "linux") return ASCII;
  if (platform !== "win32") return UNICODE;
  const isModern = [env.WT_SESSION, env.TERM_PROGRAM, env.CI].some((value) => value !== undefined);
  return isModern || env.TERM?.startsWith("xterm") === true ? UNICODE : ASCII;
}
