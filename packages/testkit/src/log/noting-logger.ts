import type { Logger } from "@tutti/core";

/** One line that was logged. */
export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/**
 * A logger that puts what it is given into `lines`, with the fields of its parents.
 *
 * @example
 * const lines: LogLine[] = [];
 * const logger = notingLogger(lines);
 */
export function notingLogger(lines: LogLine[], bound: Readonly<Record<string, unknown>> = {}): Logger {
  const method =
    (level: LogLine["level"]) =>
    (fields: Readonly<Record<string, unknown>>, message: string): void =>
      void lines.push({ level, fields: { ...bound, ...fields }, message });
  return {
    debug: method("debug"),
    info: method("info"),
    warn: method("warn"),
    error: method("error"),
    child: (fields) => notingLogger(lines, { ...bound, ...fields }),
  };
}
