import type { Logger, LogMethod } from "../../ports";

const LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

/** What is logged: this level and those behind it. */
export type LogLevel = (typeof LEVELS)[number];

/** Options of {@link consoleLogger}. */
export interface ConsoleLoggerOptions {
  /** Default: the environment variable TUTTI_LOG_LEVEL, or `warn`. */
  readonly level?: LogLevel;
  /** Takes one line of JSON. Default: standard error. */
  readonly write?: (line: string) => void;
}

/**
 * A logger that writes one line of JSON per record. For more, hand a pino logger to `createOrchestrator`.
 *
 * @example
 * createOrchestrator({ logger: consoleLogger({ level: "info" }) });
 */
export function consoleLogger(options: ConsoleLoggerOptions = {}): Logger {
  const level = options.level ?? levelOf(process.env.TUTTI_LOG_LEVEL);
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
  return makeLogger({ threshold: LEVELS.indexOf(level), write, fields: {} });
}

function levelOf(text: string | undefined): LogLevel {
  return LEVELS.find((level) => level === text) ?? "warn";
}

interface LoggerParts {
  readonly threshold: number;
  readonly write: (line: string) => void;
  readonly fields: Readonly<Record<string, unknown>>;
}

function makeLogger(parts: LoggerParts): Logger {
  const method = (level: LogLevel): LogMethod => {
    if (LEVELS.indexOf(level) < parts.threshold) return () => undefined;
    return (fields, msg) => {
      const time = new Date().toISOString();
      parts.write(`${toLine({ level, time, ...parts.fields, ...fields, msg })}\n`);
    };
  };
  return {
    debug: method("debug"),
    info: method("info"),
    warn: method("warn"),
    error: method("error"),
    child: (fields) => makeLogger({ ...parts, fields: { ...parts.fields, ...fields } }),
  };
}

/** Logging never throws: a field that is no JSON is written as text. */
function toLine(fields: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(fields, readable);
  } catch {
    return JSON.stringify(
      Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, printable(value)])),
    );
  }
}

/** An error has no fields of its own that JSON would show. */
function readable(_key: string, value: unknown): unknown {
  return value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;
}

function printable(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value ?? null, readable)) as unknown;
  } catch {
    return `[${typeof value}: no JSON]`;
  }
}
