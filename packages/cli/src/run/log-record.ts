import type { Logger, LogMethod } from "@tutti/core/plugin";

/** How much a record matters. Records of level `debug` are not kept. */
export type LogLevel = "info" | "warn" | "error";

/** One record of the orchestrator's log. */
export interface LogRecord {
  readonly level: LogLevel;
  readonly message: string;
  /** The action that says it; undefined: the orchestrator itself. */
  readonly actionId: string | undefined;
  readonly attempt: number;
  readonly isItem: boolean;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A logger that hands records on. */
export function recordLogger(take: (record: LogRecord) => void): Logger {
  return makeLogger(take, {});
}

function makeLogger(take: (record: LogRecord) => void, bound: Readonly<Record<string, unknown>>): Logger {
  const method =
    (level: LogLevel): LogMethod =>
    (given, message) => {
      const { action_id, attempt, index, ...fields } = { ...bound, ...given };
      delete fields.execution_id;
      const actionId = typeof action_id === "string" ? action_id : undefined;
      const number = typeof attempt === "number" ? attempt : 1;
      take({ level, message, actionId, attempt: number, isItem: index !== undefined, fields });
    };
  return {
    debug: () => undefined,
    info: method("info"),
    warn: method("warn"),
    error: method("error"),
    child: (fields) => makeLogger(take, { ...bound, ...fields }),
  };
}
